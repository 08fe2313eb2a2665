/* answer-udp PORT COMMAND...: answers each datagram with what COMMAND makes of it, as inetd would, for one at a time. */
#include "libbb.h"

int main(int argc UNUSED_PARAM, char **argv)
{
	struct sockaddr_in here = {
		.sin_family = AF_INET, .sin_port = htons(atoi(argv[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)
	};
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	if (bind(fd, (void*)&here, sizeof(here)) != 0)
		return 1;
	for (;;) {
		char packet[1024];
		struct sockaddr_in peer;
		socklen_t peer_size = sizeof(peer);
		ssize_t size = recvfrom(fd, packet, sizeof(packet), 0, (void*)&peer, &peer_size);
		int to[2], from[2];

		if (size < 0 || pipe(to) != 0 || pipe(from) != 0 || write(to[1], packet, size) != size)
			return 1;
		close(to[1]);
		if (fork() == 0) {
			dup2(to[0], 0);
			dup2(from[1], 1);
			execvp(argv[2], argv + 2);
			_exit(1);
		}
		close(to[0]);
		close(from[1]);
		wait(NULL);
		size = read(from[0], packet, sizeof(packet));
		close(from[0]);
		if (size > 0)
			sendto(fd, packet, size, 0, (void*)&peer, peer_size);
	}
}
