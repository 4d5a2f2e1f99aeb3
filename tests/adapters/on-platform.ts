/** Does something while this process says that it runs on another platform. */
export async function onPlatform<T>(platform: NodeJS.Platform, act: () => T): Promise<Awaited<T>> {
  const own = Object.getOwnPropertyDescriptor(process, 'platform') as PropertyDescriptor;
  Object.defineProperty(process, 'platform', { ...own, value: platform });
  try {
    return await act();
  } finally {
    Object.defineProperty(process, 'platform', own);
  }
}
