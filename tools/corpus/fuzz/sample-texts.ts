/** Stanzas as an index of packages has them. */
export const STANZAS = `Package: bash
Source: bash (5.2.37-2)
Version: 5.2.37-2+b5
Architecture: amd64
Essential: yes
Depends: base-files (>= 2.1.12), debianutils (>= 5.6-0.1) | busybox:any
Pre-Depends: libc6 (>= 2.38), libtinfo6 (>= 6)
Provides: sh (= 5), editor
Description: GNU Bourne Again SHell
 Bash is an sh-compatible command language interpreter.
 .
 It is free.
Homepage: https://example.org:443/bash
Size: 1494428
SHA256: ${'ab'.repeat(32)}

Package: libc6
Source: glibc
Version: 2.41-12
Architecture: amd64
Built-Using: gcc-14 (= 14.2.0-19), binutils (= 2.44-3)
Checksums-Sha256:
 ${'cd'.repeat(32)} 2536016 glibc_2.41.orig.tar.xz
 ${'ef'.repeat(32)} 60 glibc_2.41-12.dsc
Depends: libgcc-s1
Directory: pool/main/g/glibc
`;

/** A changelog of a package. */
export const CHANGELOG = `nginx (1.26.3-3+deb13u1) trixie-security; urgency=medium

  * Fix CVE-2026-1234, and CVE-2026-12345 (Closes: #1)

 -- A Person <a@example.org>  Thu, 01 Jan 2026 00:00:00 +0000

nginx (1.26.3-3) unstable; urgency=low

  * New release.

 -- A Person <a@example.org>  Wed, 01 Jan 2025 00:00:00 +0000
`;

/** A Kconfig file of every statement that BusyBox's have. */
export const KCONFIG = `mainmenu "Configuration"

config HAVE_DOT_CONFIG
	bool
	default y

menu "Settings"
	depends on !NOTHING
config DESKTOP
	bool "Enable \\"desktop\\" features" if X || !(Y && Z = "a b")
	default y
	select B if C != n && D
	help
	  Text of help, # no comment.

	  if it looks like a statement, it is none

config NUMBER
	int "How many"
	range 1 LAST
	default 1024
	depends on DESKTOP || \\
		FEATURE
comment "a comment"
	depends on NOTHING
choice
	prompt "Which"
	default ONE
config ONE
	bool "1"
config TWO
	bool "2"
endchoice
endmenu
if DESKTOP && (A || B)
config TEXT
	string "Text"
	---help---
	It is text.
source "networking/Config.in"
endif
`;

/** A .config of every form of line. */
export const DOT_CONFIG = `#
# Automatically generated make config: don't edit
#
CONFIG_DESKTOP=y
# CONFIG_EXTRA_COMPAT is not set
# CONFIG_AWK is not set (we have gawk)
CONFIG_LAST_SUPPORTED_WCHAR=767
CONFIG_SYSROOT=""
CONFIG_PREFIX="./_install \\"a\\" \\\\ b"
CONFIG_HEX=0x1f
`;

/** An image.json of an image from source, and of one on a base, with all that either may say. */
export const IMAGE_FILES = [
  {
    name: 'x',
    libc: 'glibc',
    busybox: {
      version: '1.38.0',
      base: './base.config',
      config: ['./a.config'],
      set: { A: true, N: 3, S: 'text' },
      unset: ['B'],
      packages: ['libtirpc-dev'],
      patches: ['./*.patch'],
      hardening: ['stack-protector'],
      securityPatches: 'debian',
      accepted: { 'CVE-2018-1000500': 'it is only used on the loopback' },
    },
    platforms: ['linux/amd64', 'linux/arm/v7'],
    libraries: ['libstdc++.so.6', './list.txt'],
    programs: [{ package: 'iproute2', path: '/usr/lib/{multiarch}/ip' }],
    nsswitch: './nsswitch.conf',
    rootfs: {
      appletLinks: 'symbolic',
      users: [{ name: 'app', uid: 1000, gid: 1000, home: '/home/app', shell: '/bin/sh', gecos: 'An app' }],
      groups: [{ name: 'app', gid: 1000, members: ['app'] }],
      files: [{ source: './f', path: '/etc/', mode: '0644', owner: 'app' }],
      links: { '/usr/bin/x': '../y', '/usr/y': '/z' },
      directories: [{ path: '/var/lib/app', mode: '0700', owner: '1000:1000' }],
    },
    image: {
      cmd: ['sh'],
      entrypoint: ['/bin/env'],
      env: { PATH: '/opt/bin:$PATH', LANG: 'C' },
      workingDir: '/srv',
      user: 'app',
      labels: { a: 'b' },
      exposedPorts: ['80/tcp'],
      volumes: ['/data'],
      stopSignal: 'SIGINT',
    },
    accept: [{ finding: 'missing-program', path: '/srv', reason: 'comes with the volume' }],
    tags: ['{version}-{libc}', '{major}'],
    registry: 'localhost:5000/base/{name}',
    exports: ['tar-xz'],
  },
  {
    from: `localhost:5000/base:1@sha256:${'a'.repeat(64)}`,
    platforms: ['linux/amd64'],
    packages: ['ca-certificates', 'tzdata'],
    withoutPackages: ['openssl'],
    distroless: true,
    withoutFiles: ['/docker-entrypoint.sh'],
    rootfs: { files: [{ source: './f', path: '/f' }], links: { '/a': 'b' } },
    image: { entrypoint: [], env: { A: '$A' } },
    tags: ['latest'],
  },
];
