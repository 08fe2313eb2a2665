/*
 * Makes one system call of a program fail: gcc -shared -fPIC -o fault.so fault.c -ldl, then LD_PRELOAD=fault.so with
 *
 *   FAULT_PROGRAM  text in the command line of the processes it is for
 *   FAULT_BELOW    directories, separated by ":"; calls about other files are let through. fork is about none.
 *   FAULT_CALL     open, read, write, rename, link, fsync, mmap or fork
 *   FAULT_AT       which one fails, from 1; 0: none
 *   FAULT_ERROR    the number of the error; 0: a read or write of half the bytes
 *   FAULT_LOG      file that gets one line for the call that failed, and at the end one with how many there were
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static const char *wanted, *below, *logfile;
static long at, error;
static atomic_long count;
static int active;

/* By the system call itself: what is hooked here would count. */
static void put(const char *line)
{
	int fd = syscall(SYS_openat, AT_FDCWD, logfile, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (fd < 0)
		return;
	syscall(SYS_write, fd, line, strlen(line));
	syscall(SYS_close, fd);
}

static const char *variable(const char *name)
{
	const char *text = getenv(name);
	return text ? text : "";
}

__attribute__((constructor)) static void begin(void)
{
	char line[4096] = "";
	int fd = syscall(SYS_openat, AT_FDCWD, "/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
	long length = fd < 0 ? 0 : syscall(SYS_read, fd, line, sizeof(line) - 1);
	if (fd >= 0)
		syscall(SYS_close, fd);
	for (long i = 0; i < length; i++)
		if (!line[i])
			line[i] = ' ';
	wanted = strdup(variable("FAULT_CALL"));
	below = strdup(variable("FAULT_BELOW"));
	logfile = strdup(variable("FAULT_LOG"));
	at = atol(variable("FAULT_AT"));
	error = atol(variable("FAULT_ERROR"));
	active = *logfile && strstr(line, variable("FAULT_PROGRAM")) != NULL;
}

__attribute__((destructor)) static void end(void)
{
	char line[64];
	if (!active)
		return;
	snprintf(line, sizeof(line), "count %ld\n", (long)count);
	put(line);
}

static int is_below(const char *path)
{
	const char *start = below;
	if (!path)
		return 0;
	while (*start) {
		size_t length = strcspn(start, ":");
		if (length && !strncmp(path, start, length) && (path[length] == '/' || !path[length]))
			return 1;
		start += length;
		start += *start == ':';
	}
	return 0;
}

/* Whether this call is the one; it is counted. */
static int fails(const char *call, const char *path)
{
	char line[PATH_MAX + 64];
	int before = errno;
	if (!active || strcmp(call, wanted) || ++count != at)
		return 0;
	snprintf(line, sizeof(line), "failed %s %s\n", call, path);
	put(line);
	errno = error ? error : before;
	return 1;
}

static int path_fails(const char *call, const char *path)
{
	return active && is_below(path) && fails(call, path);
}

static int file_fails(const char *call, int fd)
{
	char link[64], path[PATH_MAX];
	long length;
	int before = errno;
	if (!active || strcmp(call, wanted))
		return 0;
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	length = syscall(SYS_readlinkat, AT_FDCWD, link, path, sizeof(path) - 1);
	errno = before;
	if (length < 0)
		return 0;
	path[length] = 0;
	return is_below(path) && fails(call, path);
}

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

#define OPEN(name, parameters, arguments)                                                                            \
	int name parameters                                                                                          \
	{                                                                                                            \
		va_list rest;                                                                                        \
		mode_t mode = 0;                                                                                     \
		REAL(name);                                                                                          \
		va_start(rest, flags);                                                                               \
		if (flags & (O_CREAT | __O_TMPFILE))                                                                 \
			mode = va_arg(rest, mode_t);                                                                 \
		va_end(rest);                                                                                        \
		return path_fails("open", path) ? -1 : real arguments;                                               \
	}
OPEN(open, (const char *path, int flags, ...), (path, flags, mode))
OPEN(open64, (const char *path, int flags, ...), (path, flags, mode))
OPEN(openat, (int at_fd, const char *path, int flags, ...), (at_fd, path, flags, mode))
OPEN(openat64, (int at_fd, const char *path, int flags, ...), (at_fd, path, flags, mode))

/* Half of what was asked for, where the error is none: one byte stays one. */
static size_t half(size_t size)
{
	return size > 1 ? size / 2 : size;
}

#define TRANSFER(call, name, parameters, arguments, shorter)                                                          \
	ssize_t name parameters                                                                                      \
	{                                                                                                            \
		REAL(name);                                                                                          \
		if (!file_fails(call, fd))                                                                           \
			return real arguments;                                                                       \
		return error ? -1 : real shorter;                                                                    \
	}
TRANSFER("read", read, (int fd, void *to, size_t size), (fd, to, size), (fd, to, half(size)))
TRANSFER("read", pread, (int fd, void *to, size_t size, off_t from), (fd, to, size, from), (fd, to, half(size), from))
TRANSFER("read", pread64, (int fd, void *to, size_t size, off64_t from), (fd, to, size, from), (fd, to, half(size), from))
TRANSFER("write", write, (int fd, const void *from, size_t size), (fd, from, size), (fd, from, half(size)))
TRANSFER("write", pwrite, (int fd, const void *from, size_t size, off_t to), (fd, from, size, to), (fd, from, half(size), to))
TRANSFER("write", pwrite64, (int fd, const void *from, size_t size, off64_t to), (fd, from, size, to), (fd, from, half(size), to))
TRANSFER("write", writev, (int fd, const struct iovec *from, int parts), (fd, from, parts), (fd, from, (int)half(parts)))
TRANSFER("write", copy_file_range, (int from, off64_t *from_at, int fd, off64_t *to_at, size_t size, unsigned flags),
	 (from, from_at, fd, to_at, size, flags), (from, from_at, fd, to_at, half(size), flags))

#define ABOUT_PATH(call, name, parameters, arguments, path)                                                           \
	int name parameters                                                                                          \
	{                                                                                                            \
		REAL(name);                                                                                          \
		return path_fails(call, path) ? -1 : real arguments;                                                 \
	}
ABOUT_PATH("rename", rename, (const char *from, const char *to), (from, to), to)
ABOUT_PATH("link", link, (const char *from, const char *to), (from, to), to)
ABOUT_PATH("link", symlink, (const char *from, const char *to), (from, to), to)

#define ABOUT_FILE(call, name)                                                                                        \
	int name(int fd)                                                                                             \
	{                                                                                                            \
		REAL(name);                                                                                          \
		return file_fails(call, fd) ? -1 : real(fd);                                                         \
	}
ABOUT_FILE("fsync", fsync)
ABOUT_FILE("fsync", fdatasync)
ABOUT_FILE("fsync", syncfs)

void *mmap64(void *place, size_t size, int protection, int flags, int fd, off64_t from)
{
	REAL(mmap64);
	return fd >= 0 && file_fails("mmap", fd) ? MAP_FAILED : real(place, size, protection, flags, fd, from);
}

pid_t fork(void)
{
	REAL(fork);
	return active && fails("fork", "-") ? -1 : real();
}
