import { posix } from 'node:path';

import { invariant } from '@basewright/core';

import { shortened } from './layer-entries';
import { type LayerEntry } from './read-layer';
import { unusable } from './stored-image';

/** Something in the tree that all layers of an image make together. */
export interface TreeNode<Fact> extends Omit<LayerEntry<Fact>, 'path'> {
  /** Which layer it is from: 0 is the lowest. */
  readonly layer: number;
  /** The entry that it was made by, which several names of one file share; null for the root where no layer has one. */
  readonly inode: { readonly layer: number; readonly index: number } | null;
}

const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';

/** As many links as Linux follows in one path. */
const MOST_LINKS = 40;

/**
 * A tree to which layers are applied, by the rules of
 * https://github.com/opencontainers/image-spec/blob/v1.1.0/layer.md ("Applying Changesets"). Links on the way to an entry
 * are followed in the tree, as containerd and umoci do: whatever they say, none leads out of it, and what is above an entry
 * is a directory. Directories that no layer has an entry of are not among the nodes. Each entry costs no more than its path.
 */
export class GrowingTree<Fact> {
  readonly nodes = new Map<string, TreeNode<Fact>>([
    ['/', { type: 'directory', mode: 0o755, uid: 0, gid: 0, layer: 0, inode: null }],
  ]);
  /** What is in each directory, by the full path, with or without an entry of its own. */
  private readonly children = new Map<string, Set<string>>();
  /** Where directories are, by the path that leads there; empty after a change that could lead elsewhere. */
  private readonly places = new Map<string, string>();
  private readonly what: string;
  private layers = 0;

  /** `what` names the image in errors. */
  constructor(what: string) {
    this.what = what;
  }

  /** Applies one layer on top of those before: whiteouts first, for they count for the layers below only. */
  apply(entries: readonly LayerEntry<Fact>[]): void {
    const layer = this.layers++;
    for (const { path } of entries) this.whiteOut(path);
    this.places.clear();
    for (const [index, entry] of entries.entries()) {
      if (!posix.basename(entry.path).startsWith(WHITEOUT)) this.add(entry, { layer, index });
    }
  }

  private whiteOut(path: string): void {
    const name = posix.basename(path);
    if (!name.startsWith(WHITEOUT)) return;
    const hidden = name.slice(WHITEOUT.length);
    if (['', '.', '..'].includes(hidden)) throw this.refused(`has a whiteout of no name, ${shortened(path)}`);
    const directory = this.directoryAt(posix.dirname(path), path);
    if (name === OPAQUE) this.removeBelow(directory);
    else this.remove(posix.join(directory, hidden));
  }

  private add({ path: written, ...entry }: LayerEntry<Fact>, inode: { layer: number; index: number }): void {
    const path = this.placeOf(written);
    if (path === '/' && entry.type !== 'directory') throw this.refused('has a root that is no directory');
    const node =
      entry.type === 'hardlink' ? this.linked(path, entry.target ?? '') : { ...entry, layer: inode.layer, inode };
    const before = this.nodes.get(path);
    if (node.type !== 'directory') this.removeBelow(path);
    // What is new has nothing below it that a path could have led to.
    if (before?.type === 'symlink') this.places.clear();
    this.nodes.set(path, { ...node, layer: inode.layer });
    this.addName(path);
  }

  private linked(path: string, target: string): TreeNode<Fact> {
    const found = target === '' ? undefined : this.nodes.get(this.placeOf(target));
    const name = `has a hard link ${shortened(path)} to`;
    if (found === undefined || this.placeOf(target) === path) throw this.refused(`${name} nothing`);
    if (found.type === 'directory') throw this.refused(`${name} ${shortened(target)}, which is a directory`);
    return found;
  }

  /** Where an entry goes: the links above it are followed, one in its own place is not. */
  private placeOf(path: string): string {
    return path === '/' ? path : posix.join(this.directoryAt(posix.dirname(path), path), posix.basename(path));
  }

  /** The directory that a path leads to; what is not there is taken for one. `of` is the entry that it is for. */
  private directoryAt(path: string, of: string): string {
    const names: string[] = [];
    let at = path;
    for (; at !== '/' && !this.places.has(at); at = posix.dirname(at)) names.push(posix.basename(at));
    let place = this.places.get(at) ?? '/';
    for (const name of names.reverse()) {
      place = this.directoryIn(place, name, of);
      at = posix.join(at, name);
      this.places.set(at, place);
    }
    return place;
  }

  /** The directory that one name leads to. */
  private directoryIn(directory: string, name: string, of: string): string {
    let place = directory;
    const pending = [name];
    let links = 0;
    for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
      const next = posix.join(place, step);
      const node = step === '..' ? undefined : this.nodes.get(next);
      if (node?.type === 'symlink') {
        if (++links > MOST_LINKS) throw this.refused(`has ${shortened(of)} behind links in a circle`);
        const target = invariant(node.target, 'the target of a link');
        if (target.startsWith('/')) place = '/';
        pending.push(...namesOf(target).reverse());
      } else if (node === undefined || node.type === 'directory') {
        place = next;
      } else {
        throw this.refused(`has ${shortened(of)} below ${shortened(next)}, which is no directory`);
      }
    }
    return place;
  }

  /** Notes a path in the directories above it, up to one that is known. */
  private addName(path: string): void {
    for (let at = path; at !== '/'; at = posix.dirname(at)) {
      const parent = posix.dirname(at);
      const names = this.children.get(parent);
      if (names?.has(at) === true) return;
      if (names === undefined) this.children.set(parent, new Set([at]));
      else names.add(at);
    }
  }

  private remove(path: string): void {
    this.removeBelow(path);
    this.nodes.delete(path);
    this.children.get(posix.dirname(path))?.delete(path);
    this.places.clear();
  }

  private removeBelow(directory: string): void {
    const pending = [directory];
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      const names = this.children.get(at);
      if (names === undefined) continue;
      this.children.delete(at);
      this.places.clear();
      for (const name of names) {
        this.nodes.delete(name);
        pending.push(name);
      }
    }
  }

  private refused(problem: string): Error {
    return unusable(this.what, `its layer ${this.layers - 1} ${problem}`);
  }
}

function namesOf(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.');
}
