import type {
  EnumKind,
  FlagKind,
  FollowedLink,
  HostcallName,
  NameRule,
  RightName,
  WalkRule,
} from '../../../domain/index.js';

/** An earlier call. */
export interface CallReference {
  /** Its event's `sequence`. */
  readonly sequence: number;
  readonly name: HostcallName;
}

/** A descriptor of the guest: its number, and its label if it is open. */
export interface NamedDescriptor {
  /** The parameter. */
  readonly param: string;
  readonly fd: number;
  readonly label?: string | undefined;
}

/** EFAULT: a pointer, or the end of the data it points to, is outside of the memory. */
export interface PointerDenial {
  readonly kind: 'pointer';
  readonly errno: number;
  /** The parameter or result. */
  readonly param: string;
  /** Which buffer of a table of buffers. */
  readonly index?: number;
  readonly pointer: number;
  /** How many bytes the call reads or writes there. */
  readonly length: number;
  /** Bytes of memory when the call began. */
  readonly memorySize: number;
}

/** EINVAL: an argument has an undefined bit or value. */
export interface ValueDenial {
  readonly kind: 'value';
  readonly errno: number;
  readonly param: string;
  /** Which set of flags, or which enumeration. */
  readonly of: FlagKind | EnumKind;
  readonly value: number;
  /** Of flags: the undefined bits. */
  readonly undefinedBits?: number;
}

/** EILSEQ: a path is not UTF-8. */
export interface EncodingDenial {
  readonly kind: 'encoding';
  readonly errno: number;
  readonly param: string;
  /** Index of the first byte that belongs to no character. */
  readonly position: number;
  readonly byte: number;
}

/** The guest requests more, or holds more, than a limit allows. */
export interface LimitDenial {
  readonly kind: 'limit';
  readonly errno: number;
  /** The parameter that requests too much; undefined for descriptors. */
  readonly param?: string;
  /** Which limit: one of the runtime's `limits`, or the 2^32 bytes that one call can move. */
  readonly limit: 'descriptors' | 'pathBytes' | 'iovecs' | 'iovecBytes' | 'subscriptions';
  /** How many were requested, or are open. */
  readonly count: number;
  readonly most: number;
}

/** The type of a descriptor's resource. */
export type DescriptorType = 'directory' | 'file' | 'device' | 'stream' | 'socket';

/** The descriptor is not open, or is not of the type that the call needs. */
export interface DescriptorDenial extends NamedDescriptor {
  readonly kind: 'descriptor';
  readonly errno: number;
  /**
   * `not-open`: it was not open since the trace began. `closed`, `moved`: by the call `by`. `no-more-preopens`: the program asks for the next
   * preopen, and there are no more. `not-preopened`: it was opened by the program, or is a stream. `wrong-type`: it is of the type `is`, which does
   * not support the call.
   */
  readonly problem: 'not-open' | 'closed' | 'moved' | 'no-more-preopens' | 'not-preopened' | 'wrong-type';
  readonly by?: CallReference;
  /** The number it was moved to. */
  readonly movedTo?: number;
  /** Its former label. */
  readonly was?: string;
  readonly is?: DescriptorType;
  /** The rights that do not apply to its type. */
  readonly needs?: readonly RightName[];
}

/** Which of a descriptor's two sets of rights. */
export type RightSide = 'base' | 'inheriting';

/** How rights came to be missing. */
export type LossCause =
  /** The program was given the directory read-only. */
  | 'read-only'
  /** The program was given the descriptor without them: they do not apply to it, or it is for the other direction. */
  | 'never'
  /** They were not asked for when it was opened. */
  | 'not-asked'
  /** They were asked for when it was opened, but do not apply to a file of its type. */
  | 'not-applicable'
  /** They were asked for when it was opened, but the file could only be opened for reading. */
  | 'opened-for-reading'
  /** A call of the program gave them up. */
  | 'given-up'
  /** They were lost while the trace was not watched. */
  | 'unseen';

/** Rights that a descriptor lacks, and why. */
export interface Loss {
  readonly rights: readonly RightName[];
  readonly cause: LossCause;
  /** The call at which they were not requested, left out, or given up. */
  readonly by?: CallReference;
  /** Of the rights that were not requested: why the directory could not have handed some of them down anyway. */
  readonly directory?: { readonly label: string; readonly losses: readonly Loss[] };
}

/** A descriptor lacks rights that the call needs, or does not hand them down. */
export interface RightsDenial extends NamedDescriptor {
  readonly kind: 'rights';
  readonly errno: number;
  /** `base` for the rights of the descriptor itself, `inheriting` for those it hands down. */
  readonly side: RightSide;
  readonly needed: readonly RightName[];
  readonly held: readonly RightName[];
  readonly missing: readonly RightName[];
  /** Why each of the missing ones is missing. */
  readonly losses: readonly Loss[];
}

/** A walk along a path stopped before its last component, or could not begin. */
export interface PathDenial {
  readonly kind: 'path';
  readonly errno: number;
  /** The parameter; a call may have two paths. */
  readonly param: string;
  /** The call has two paths. */
  readonly ofTwo: boolean;
  /** The path that was walked. */
  readonly path: string;
  /** Guest path of the directory where it begins. */
  readonly from: string | undefined;
  /** The component at which it stopped, with the plain directories before it. */
  readonly component: string;
  readonly rule: WalkRule;
  /** The symbolic links on the way, in order. */
  readonly links: readonly FollowedLink[];
  /** The host's rule for names that the component breaks. */
  readonly nameRule?: NameRule;
}

/** The last component of a path of the call. */
export interface ArrivedPath {
  readonly param: string;
  readonly path: string;
  /** The last component, with the plain directories before it, links resolved. */
  readonly component: string;
  /** The symbolic links on the way, in order. */
  readonly links: readonly FollowedLink[];
  /** The host's rule for names that the component breaks. */
  readonly nameRule?: NameRule;
}

/** What was found at the last component, judging by the errno. */
export type Finding =
  | 'missing'
  | 'exists'
  | 'link'
  | 'not-a-directory'
  | 'a-directory'
  | 'not-empty'
  | 'not-a-link'
  | 'refused';

/** The walk succeeded, and the operation on the last component failed. */
export interface OperationDenial {
  readonly kind: 'operation';
  readonly errno: number;
  readonly name: HostcallName;
  /** The components that can be the reason: one, or both of a call with two paths. */
  readonly at: readonly ArrivedPath[];
  readonly finding: Finding;
  /** The arguments that make the finding an error: a flag, a right, `/` for a trailing slash. */
  readonly because: readonly string[];
  /** The directory is a read-only view. */
  readonly readOnly?: true;
}

/** Arguments that are valid one by one, but not together or not for this call. */
export interface ContradictionDenial {
  readonly kind: 'contradiction';
  readonly errno: number;
  /** What contradicts what. */
  readonly problem: string;
}

/** No argument is known to be wrong: the host, or a rule of this call, returned the errno. */
export interface ReturnedDenial {
  readonly kind: 'returned';
  readonly errno: number;
  readonly name: HostcallName;
  /** The descriptor it is about. */
  readonly descriptor?: NamedDescriptor;
  /** When this call returns this errno, from the table of hostcalls. */
  readonly cause: string;
  /** The descriptor is of a read-only view. */
  readonly readOnly?: true;
}

/** Why one subscription ended with an errno. */
export type EventReason = DescriptorDenial | RightsDenial | ValueDenial | ReturnedDenial;

/** An event that reports an errno. */
export interface DeniedEvent {
  /** Which subscription it is about. */
  readonly index: number;
  readonly errno: number;
  readonly reason: EventReason;
}

/** poll_oneoff succeeded, and some of its events report errnos. */
export interface EventsDenial {
  readonly kind: 'events';
  /** 0: the call itself succeeded. */
  readonly errno: 0;
  readonly events: readonly DeniedEvent[];
}

/** An interceptor returned the errno, whatever the host returned or would have returned. */
export interface InjectedDenial {
  readonly kind: 'injected';
  readonly errno: number;
}

/** Why a call returned an errno. `kind` says which denial it is. */
export type Denial =
  | PointerDenial
  | ValueDenial
  | EncodingDenial
  | LimitDenial
  | DescriptorDenial
  | RightsDenial
  | PathDenial
  | OperationDenial
  | ContradictionDenial
  | ReturnedDenial
  | EventsDenial
  | InjectedDenial;

/** The kinds of denials. */
export type DenialKind = Denial['kind'];
