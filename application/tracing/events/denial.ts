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

/** A descriptor of the guest's: its number, and what it is called if it is open. */
export interface NamedDescriptor {
  /** The parameter it was given as. */
  readonly param: string;
  readonly fd: number;
  readonly label?: string | undefined;
}

/** EFAULT: a pointer, or the end of what it points to, is outside of the memory. */
export interface PointerDenial {
  readonly kind: 'pointer';
  readonly errno: number;
  /** The parameter or result. */
  readonly param: string;
  /** Which buffer of a table of buffers. */
  readonly index?: number;
  readonly pointer: number;
  /** How many bytes were to be there. */
  readonly length: number;
  /** Bytes of memory when the call began. */
  readonly memorySize: number;
}

/** EINVAL: an argument has a bit or a value that has no meaning. */
export interface ValueDenial {
  readonly kind: 'value';
  readonly errno: number;
  readonly param: string;
  /** Which set of flags, or which enumeration. */
  readonly of: FlagKind | EnumKind;
  readonly value: number;
  /** Of flags: the bits without a meaning. */
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

/** A bound on what a guest can ask for or hold has been met. */
export interface LimitDenial {
  readonly kind: 'limit';
  readonly errno: number;
  /** The parameter that asks for too much; undefined for descriptors. */
  readonly param?: string;
  /** Which bound: one of the runtime's `limits`, or the 2^32 bytes that one call can move. */
  readonly limit: 'descriptors' | 'pathBytes' | 'iovecs' | 'iovecBytes' | 'subscriptions';
  /** How many were asked for, or are open. */
  readonly count: number;
  readonly most: number;
}

/** What a descriptor stands for. */
export type DescriptorType = 'directory' | 'file' | 'device' | 'stream' | 'socket';

/** The number is no open descriptor, or one of another kind than the call needs. */
export interface DescriptorDenial extends NamedDescriptor {
  readonly kind: 'descriptor';
  readonly errno: number;
  /**
   * `not-open`: nobody has seen it open. `closed`, `moved`: by the call `by`. `no-more-preopens`: it was asked for as a directory that the
   * program was given, and there are no more of them. `not-preopened`: it was opened by the program, or is a stream.
   * `wrong-type`: what it stands for is `is`, and could never do it.
   */
  readonly problem: 'not-open' | 'closed' | 'moved' | 'no-more-preopens' | 'not-preopened' | 'wrong-type';
  readonly by?: CallReference;
  /** The number it was moved to. */
  readonly movedTo?: number;
  /** What it was called before. */
  readonly was?: string;
  readonly is?: DescriptorType;
  /** The rights that mean nothing on what it stands for. */
  readonly needs?: readonly RightName[];
}

/** Which of a descriptor's two sets of rights. */
export type RightSide = 'base' | 'inheriting';

/** How rights came to be missing. */
export type LossCause =
  /** The program was given the directory read-only. */
  | 'read-only'
  /** The program was given the descriptor without them: they mean nothing on it, or it is for the other direction. */
  | 'never'
  /** They were not asked for when it was opened. */
  | 'not-asked'
  /** They were asked for when it was opened, but mean nothing on a file of its type. */
  | 'not-applicable'
  /** They were asked for when it was opened, but the file could only be opened for reading. */
  | 'opened-for-reading'
  /** A call of the program's gave them up. */
  | 'given-up'
  /** It happened while nobody watched. */
  | 'unseen';

/** Rights that a descriptor lacks, and why. */
export interface Loss {
  readonly rights: readonly RightName[];
  readonly cause: LossCause;
  /** The call at which they were not asked for, left out, or given up. */
  readonly by?: CallReference;
  /** Why, of what was not asked for, the directory could not have handed some down in any case. */
  readonly directory?: { readonly label: string; readonly losses: readonly Loss[] };
}

/** A descriptor lacks rights that the call needs, or does not hand them down. */
export interface RightsDenial extends NamedDescriptor {
  readonly kind: 'rights';
  readonly errno: number;
  /** `base` for what it may be used for itself, `inheriting` for what it hands down. */
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

/** A last component that a call was about. */
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

/** What was found at a last component, as far as the errno tells. */
export type Finding =
  | 'missing'
  | 'exists'
  | 'link'
  | 'not-a-directory'
  | 'a-directory'
  | 'not-empty'
  | 'not-a-link'
  | 'refused';

/** The walk came through, and what the call was to do with the last component failed. */
export interface OperationDenial {
  readonly kind: 'operation';
  readonly errno: number;
  readonly name: HostcallName;
  /** The components it can be about: one, or both of a call with two paths. */
  readonly at: readonly ArrivedPath[];
  readonly finding: Finding;
  /** What in the call made that wrong: a flag, a right, `/` for a slash at the end. */
  readonly because: readonly string[];
  /** The directory is a view through which nothing can be changed. */
  readonly readOnly?: true;
}

/** Arguments that a call refuses though each of them has a meaning. */
export interface ContradictionDenial {
  readonly kind: 'contradiction';
  readonly errno: number;
  /** What contradicts what. */
  readonly problem: string;
}

/** Nothing is wrong with what the call was given, as far as can be seen: the host, or a rule of this call, answered so. */
export interface AnswerDenial {
  readonly kind: 'answer';
  readonly errno: number;
  readonly name: HostcallName;
  /** The descriptor it is about. */
  readonly descriptor?: NamedDescriptor;
  /** When this call gives this errno, from the table of hostcalls. */
  readonly cause: string;
  /** What is behind the descriptor is a view through which nothing can be changed. */
  readonly readOnly?: true;
}

/** Why one subscription ended with an errno. */
export type EventReason = DescriptorDenial | RightsDenial | ValueDenial | AnswerDenial;

/** An event that tells an errno. */
export interface DeniedEvent {
  /** Which subscription it is about. */
  readonly index: number;
  readonly errno: number;
  readonly reason: EventReason;
}

/** poll_oneoff succeeded, and some of its events tell errnos. */
export interface EventsDenial {
  readonly kind: 'events';
  /** 0: the call itself succeeded. */
  readonly errno: 0;
  readonly events: readonly DeniedEvent[];
}

/** Something that stands between the guest and the call answered, whatever the host would have said, or has. */
export interface InjectedDenial {
  readonly kind: 'injected';
  readonly errno: number;
}

/** Why a call gave an errno. `kind` tells which it is. */
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
  | AnswerDenial
  | EventsDenial
  | InjectedDenial;

/** The kinds of reasons. */
export type DenialKind = Denial['kind'];
