import { uclibcSpecs } from './uclibc-specs';

it('names headers, start files and libraries of the sysroot, in the form gcc reads', () => {
  expect(uclibcSpecs('/sysroot')).toBe(`%rename cpp_options old_cpp_options

*cpp_options:
-nostdinc -isystem include%s -isystem /sysroot/usr/include %(old_cpp_options)

*cc1:
%(cc1_cpu) -nostdinc -isystem include%s -isystem /sysroot/usr/include

*self_spec:
-static -no-pie -fno-pie

*link:
-nostdlib -static

*startfile:
/sysroot/usr/lib/crt1.o /sysroot/usr/lib/crti.o crtbeginT.o%s

*endfile:
crtend.o%s /sysroot/usr/lib/crtn.o

*link_libgcc:
-L/sysroot/usr/lib -L .%s

*libgcc:
libgcc.a%s %:if-exists(libgcc_eh.a%s) /sysroot/usr/lib/libgcc_compat.a

`);
});
