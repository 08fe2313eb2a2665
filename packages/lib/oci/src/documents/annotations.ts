import { rfc3339 } from './rfc3339';

/** The key under which tools look a name up in a layout: `skopeo inspect oci:<directory>:<name>`. */
export const REF_NAME = 'org.opencontainers.image.ref.name';

/** The manifest that an image is made on. */
export const BASE_DIGEST = 'org.opencontainers.image.base.digest';

/** What the annotations say of every image. */
export interface AnnotationFacts {
  /** Name of the image project. */
  readonly name: string;
  /** Of the software in it; null where nothing says. */
  readonly version: string | null;
  /** Seconds since 1970. */
  readonly sourceDate: number;
}

/**
 * The annotations of manifests and of the index: title, version and date, then what the author says, which wins.
 * https://github.com/opencontainers/image-spec/blob/v1.1.0/annotations.md
 */
export function imageAnnotations(
  { name, version, sourceDate }: AnnotationFacts,
  written: Readonly<Record<string, string>>,
): Record<string, string> {
  return {
    'org.opencontainers.image.created': rfc3339(sourceDate),
    'org.opencontainers.image.title': name,
    ...(version === null ? {} : { 'org.opencontainers.image.version': version }),
    ...written,
  };
}
