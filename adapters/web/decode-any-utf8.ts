import { decodeUtf8 } from '../../domain/index.js';
import { globals } from './globals.js';

/** Decodes UTF-8; what is none becomes U+FFFD, or the whole `?` where the host has no decoder for that. */
export function decodeAnyUtf8(bytes: Uint8Array): string {
  return decodeUtf8(bytes, 0, bytes.length) ?? (globals.TextDecoder ? new globals.TextDecoder().decode(bytes) : '?');
}
