/** https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md ("Pulling manifests") */
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;

/** Host, port and path as https://github.com/distribution/reference/blob/v0.6.0/reference.go has them. */
const REPOSITORY =
  /^(localhost|[a-z0-9-]+(\.[a-z0-9-]+)+|[a-z0-9-]+(?=:)|\[[0-9a-f:]+\])(:\d+)?(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)+$/;

/** What a registry takes as a tag. */
export function isTag(text: string): boolean {
  return TAG.test(text);
}

/**
 * What is wrong with a text as the repository of a registry, `localhost:5000/base`, as the end of a sentence; null when
 * nothing is. Never repeats what comes before an `@`, for that may be a password.
 */
export function repositoryMistake(text: string): string | null {
  const example = '(as in "localhost:5000/base" or "registry.example.org/team/{name}")';
  if (text.includes('@')) return 'names no user and no digest; log in with `skopeo login` instead';
  if (/^[a-z-]+:\/\//.test(text)) return `"${text}" is a repository without a scheme ${example}`;
  if (REPOSITORY.test(text)) return null;
  if (/^[^/]+$/.test(text)) return `"${text}" names a host but no repository on it ${example}`;
  if (/[A-Z]/.test(text)) return `"${text}" has capital letters, which registries refuse`;
  if (REPOSITORY.test(text.replace(/:[^/:]*$/, ''))) return `"${text}" names a tag; tags have an option of their own`;
  return `"${text}" is no repository with its registry's host before it ${example}`;
}
