import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { inTemporaryDirectory } from '@basewright/testing';

import { countObjects, objectsIn, symbolsIn } from './count-objects';

const symbols = symbolsIn('CONFIG_A=y\n# CONFIG_B is not set\nCONFIG_N=3\nCONFIG_C=y\nCONFIG_S="y"\n');

it('knows which symbols a .config switches on', () => {
  expect([...symbols]).toEqual(['CONFIG_A', 'CONFIG_C']);
});

it.each([
  ['lib-y:=\n\nlib-y += a.o b.o\nobj-y := c.o\nhostprogs-y += x', ['a.o', 'b.o', 'c.o']],
  ['lib-$(CONFIG_A) += a.o\nlib-$(CONFIG_B) += b.o\nlib-$(CONFIG_AA) += c.o', ['a.o']],
  ['lib-y += a.o\nlib-$(CONFIG_C)\t+= a.o b.o', ['a.o', 'b.o']],
  ['lib-$(CONFIG_A)   += \\\n\ta.o \\\n\tb.o\n\tc.o', ['a.o', 'b.o']],
  ['FILES:= \\\n\\\n\ta.o \\\n\tb.o\nlib-y += $(FILES)\nlib-$(CONFIG_B) += $(FILES)', ['a.o', 'b.o']],
  ['ifeq ($(CONFIG_A),y)\nlib-y += a.o\nelse\nlib-y += b.o\nendif\nlib-y += c.o', ['a.o', 'c.o']],
  ['ifneq ($(CONFIG_A),y)\nlib-y += a.o\nelse\nlib-y += b.o\nendif\nlib-y += c.o', ['b.o', 'c.o']],
  ['FILES := a.o\nlib-y:= c.o\nifneq ($(lib-y),)\nlib-y += $(FILES)\nendif', ['c.o', 'a.o']],
  ['ifneq ($(lib-y),)\nlib-y += a.o\nendif', []],
  ['ifeq ($(CONFIG_B),)\nlib-y += a.o\nendif\nifeq ($(none),x)\nlib-y += b.o\nendif', ['a.o']],
  ['OLD = a.o\nlib-y := $(OLD)$(NONE) b.c\n\tlib-y += c.o\n# lib-y += d.o\n# OLD = e.o', ['a.o']],
  ['lib-y := a.o\\\n b.o', ['a.o', 'b.o']],
  ['ifneq ($(CONFIG_B),y)\nifeq ($(CONFIG_B),y)\nlib-y += a.o\nendif\nlib-y += b.o\nendif', ['b.o']],
])('reads which objects Kbuild is told to make: %j', (makefile, objects) => {
  expect([...objectsIn(makefile, symbols)]).toEqual(objects);
});

it('counts the objects of all makefiles of a tree', () =>
  inTemporaryDirectory(async (objects) => {
    await mkdir(join(objects, 'archival/libarchive'), { recursive: true });
    await writeFile(join(objects, 'Kbuild'), 'lib-y := a.o');
    await writeFile(join(objects, 'archival/libarchive/Kbuild'), 'lib-y := a.o b.o');
    await writeFile(join(objects, 'archival/Kbuild.src'), 'lib-y := c.o');
    await writeFile(join(objects, 'archival/NotKbuild'), 'lib-y := d.o');
    expect(await countObjects(objects, symbols)).toBe(3);
  }));
