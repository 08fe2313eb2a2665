/*
 * getconf: print configuration values (POSIX.1-2017, XCU "getconf").
 *
 *   getconf NAME          value of a system variable
 *   getconf NAME PATH     value of a path variable, as it holds at PATH
 *   getconf -a [PATH]     all of them
 *   getconf -v SPEC ...   the same; one specification is all there is
 *
 * One small source for glibc, musl and uClibc-ng: the tables name what POSIX and common practice know, and each entry is
 * there when the libc's headers define it. Written for Basewright.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
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

static int print_text(int number)
{
	size_t size = confstr(number, NULL, 0);
	char *text = size ? malloc(size) : NULL;

	if (text) {
		confstr(number, text, size);
		fputs(text, stdout);
		free(text);
	}
	putchar('\n');
	return 0;
}

static int print_number(long value, const char *name, const char *path)
{
	if (value == -1 && errno) {
		fprintf(stderr, "getconf: %s%s%s: %s\n", name, path ? ": " : "", path ? path : "", strerror(errno));
		return 1;
	}
	if (value == -1)
		puts("undefined");
	else
		printf("%ld\n", value);
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
		printf("%ld\n", v->value);
		return 0;
	}
}

static int print_all(const char *path)
{
	int status = 0;
	size_t i;

	for (i = 0; i < COUNT; i++) {
		printf("%-35s", variables[i].name);
		status |= print(&variables[i], path);
	}
	return status;
}

static int usage(void)
{
	fputs("usage: getconf [-v specification] name [path]\n       getconf -a [path]\n", stderr);
	return 2;
}

static int finish(int status)
{
	if (fflush(stdout) || ferror(stdout)) {
		perror("getconf");
		return 1;
	}
	return status;
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
	fprintf(stderr, "getconf: unknown variable '%s'\n", argv[0]);
	return 1;
}
