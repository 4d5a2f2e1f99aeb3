/** The output of `c/network.c` on the timeouts of a socket (`timeouts`), in any network. */
export const SOCKET_TIMEOUTS = `too many microseconds: 0 Domain error at once
negative: 0 Domain error at once
too long: 0 Domain error at once
too short: 0 Invalid argument at once
no socket: 0 Not a socket at once
too little room: 0 Invalid argument at once
at first: 0.000000 in 16 bytes
receiving: 0.060000 in 16 bytes
sending: 1234.567891 in 16 bytes
accept: 0 Resource temporarily unavailable in time
accepted: 0.060000 in 16 bytes
read: -1 Resource temporarily unavailable in time
recv: -1 Resource temporarily unavailable in time
recv_from: 0 Resource temporarily unavailable in time
recv some of all: 2 ok in time
recv some of all: 2 ok in time
some is sent, but not all: 1
write: -1 Resource temporarily unavailable in time
send: -1 Resource temporarily unavailable in time
nonblocking: -1 Resource temporarily unavailable at once
for ever: 0.000000 in 16 bytes
read: 1 ok at once
`;
