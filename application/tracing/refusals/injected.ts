/** Something that stands between the guest and the call answered, whatever the host would have said, or has. */
export interface InjectedRefusal {
  readonly kind: 'injected';
  readonly errno: number;
}

export function injectedText(_refusal: InjectedRefusal): string {
  return 'it was injected: it comes from what stands between the program and the host';
}
