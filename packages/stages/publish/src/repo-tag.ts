/**
 * The name `docker load` gives an image: the layout's own when it has a tag, else the layout's as the tag of the
 * image's name. `busybox:glibc` stays, `glibc` of `busybox` becomes `busybox:glibc`.
 */
export function repoTag(name: string, refName: string): string {
  return TAGGED.test(refName) ? refName : `${name}:${refName}`;
}

const TAGGED = /:[^/]+$/;

/** https://github.com/distribution/reference/blob/v0.6.0/reference.go, with a tag and without a digest. */
const REPO_TAG =
  /^([A-Za-z0-9.-]+(:\d+)?\/)?[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;

/** Whether docker takes a text as `repository:tag`. */
export function isRepoTag(text: string): boolean {
  return REPO_TAG.test(text);
}
