/** Constants of `winsock2.h`. */

export const AF_INET = 2;
export const AF_INET6 = 23;
export const SOCK_DGRAM = 2;

/** Of WSAGetLastError. */
export const WSAEWOULDBLOCK = 10_035;
export const WSAENOTCONN = 10_057;

/** Of WSAStartup: version 2.2. */
export const WINSOCK_VERSION = 0x0202;
/** Of WSASocketW. A handle that is not inherited needs Windows 7 SP1. */
export const WSA_FLAG_OVERLAPPED = 0x01;
export const WSA_FLAG_NO_HANDLE_INHERIT = 0x80;

/** Of ioctlsocket. */
export const FIONREAD = 0x4004_667f;
export const FIONBIO = 0x8004_667e | 0;

export const SOL_SOCKET = 0xffff;
export const SO_ACCEPTCONN = 0x02;
export const SO_KEEPALIVE = 0x08;
export const SO_DONTROUTE = 0x10;
export const SO_BROADCAST = 0x20;
export const SO_LINGER = 0x80;
export const SO_OOBINLINE = 0x100;
/** No other socket may be bound to the same address: `~SO_REUSEADDR`. */
export const SO_EXCLUSIVEADDRUSE = -5;
export const SO_SNDBUF = 0x1001;
export const SO_RCVBUF = 0x1002;
export const SO_ERROR = 0x1007;
export const SO_TYPE = 0x1008;

/** Of WSAPoll. */
export const POLLERR = 0x01;
export const POLLHUP = 0x02;
export const POLLNVAL = 0x04;
export const POLLWRNORM = 0x10;
export const POLLRDNORM = 0x100;

/** Of WSAEventSelect. */
export const FD_READ = 0x01;
export const FD_WRITE = 0x02;
export const FD_ACCEPT = 0x08;
export const FD_CONNECT = 0x10;
export const FD_CLOSE = 0x20;
