/*
 * getconf: print configuration values (POSIX.1-2017, XCU "getconf").
 *
 *   getconf NAME          value of a system variable
 *   getconf NAME PATH     value of a path variable, as it holds at PATH
 *   getconf -a [PATH]     all of them
 *   getconf -v SPEC ...   the same; one specification is all there is
 *
 * One small source for glibc, musl and uClibc-ng: the tables name what POSIX and common practice know, and each entry is
 * there when the libc's headers define it. It does without stdio, which would be most of a static getconf. Written for
 * Basewright.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

enum kind { SYSCONF, PATHCONF, CONFSTR, CONSTANT };

struct variable {
	const char *name;
	long value;
	enum kind kind;
};

static const struct variable variables[] = {
#include "variables.h"
};

#define COUNT (sizeof variables / sizeof variables[0])
#define NAME_WIDTH 35

/* What waits to be written to standard output. */
static char pending[4096];
static size_t pending_size;
static int write_errno;

static void write_all(int file, const char *text, size_t size)
{
	while (size) {
		ssize_t written = write(file, text, size);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0) {
			write_errno = errno;
			return;
		}
		text += written;
		size -= (size_t)written;
	}
}

static void flush(void)
{
	write_all(STDOUT_FILENO, pending, pending_size);
	pending_size = 0;
}

static size_t put(const char *text)
{
	const char *start = text;

	for (; *text; text++) {
		if (pending_size == sizeof pending)
			flush();
		pending[pending_size++] = *text;
	}
	return (size_t)(text - start);
}

static void put_number(long value)
{
	char digits[3 * sizeof value + 2];
	char *first = digits + sizeof digits;
	unsigned long rest = value < 0 ? 0 - (unsigned long)value : (unsigned long)value;

	*--first = '\0';
	do
		*--first = (char)('0' + rest % 10);
	while (rest /= 10);
	if (value < 0)
		*--first = '-';
	put(first);
	put("\n");
}

static void say(const char *text)
{
	write_all(STDERR_FILENO, text, strlen(text));
}

/* "getconf: NAME: reason", with the path between them where there is one. */
static int complain(const char *name, const char *path, const char *reason)
{
	say("getconf: ");
	say(name);
	say(": ");
	if (path) {
		say(path);
		say(": ");
	}
	say(reason);
	say("\n");
	return 1;
}

static int print_text(int number)
{
	size_t size = confstr(number, NULL, 0);
	/* A libc's own short strings; malloc would be a quarter of a static getconf. */
	char text[size + 1];

	text[0] = '\0';
	confstr(number, text, size + 1);
	put(text);
	put("\n");
	return 0;
}

static int print_number(long value, const char *name, const char *path)
{
	if (value == -1 && errno)
		return complain(name, path, strerror(errno));
	if (value == -1)
		put("undefined\n");
	else
		put_number(value);
	return 0;
}

static int print(const struct variable *v, const char *path)
{
	errno = 0;
	switch (v->kind) {
	case SYSCONF:
		return print_number(sysconf((int)v->value), v->name, NULL);
	case PATHCONF:
		return print_number(pathconf(path, (int)v->value), v->name, path);
	case CONFSTR:
		return print_text((int)v->value);
	default:
		put_number(v->value);
		return 0;
	}
}

static int print_all(const char *path)
{
	int status = 0;
	size_t i;

	for (i = 0; i < COUNT; i++) {
		size_t width = put(variables[i].name);

		do
			put(" ");
		while (++width < NAME_WIDTH);
		status |= print(&variables[i], path);
	}
	return status;
}

static int usage(void)
{
	say("usage: getconf [-v specification] name [path]\n       getconf -a [path]\n");
	return 2;
}

static int finish(int status)
{
	flush();
	return write_errno ? complain("cannot write", NULL, strerror(write_errno)) : status;
}

int main(int argc, char **argv)
{
	size_t i;

	argv++, argc--;
	if (argc >= 2 && !strcmp(argv[0], "-v"))
		argv += 2, argc -= 2;
	if (argc >= 1 && !strcmp(argv[0], "--"))
		argv++, argc--;
	if ((argc == 1 || argc == 2) && !strcmp(argv[0], "-a"))
		return finish(print_all(argc == 2 ? argv[1] : "/"));
	if (argc < 1 || argc > 2 || argv[0][0] == '-')
		return usage();
	for (i = 0; i < COUNT; i++) {
		if (strcmp(variables[i].name, argv[0]))
			continue;
		if ((variables[i].kind == PATHCONF) != (argc == 2))
			return usage();
		return finish(print(&variables[i], argv[1]));
	}
	return complain(argv[0], NULL, "unknown variable");
}
