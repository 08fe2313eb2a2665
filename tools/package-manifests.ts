import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { packageDirectories } from '../e2e/repository';

const ROOT = join(__dirname, '..');

/** What the manifest of the workspace says of where the project is; those of its packages say the same of themselves. */
interface ProjectFields {
  readonly homepage: string;
  readonly bugs: string;
  readonly repository: { readonly type: string; readonly url: string };
  readonly keywords: readonly string[];
}

/** A manifest as it is, and as it is to be; `path` is absolute. */
export interface PackageManifest {
  readonly path: string;
  readonly text: string;
  readonly wanted: string;
}

/** Manifests of all packages. The placeholder name of the project stands in one place: the package.json of the workspace. */
export function packageManifests(): PackageManifest[] {
  const project = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as ProjectFields;
  return packageDirectories(ROOT).map((directory) => {
    const path = join(ROOT, directory, 'package.json');
    const text = readFileSync(path, 'utf8');
    return { path, text, wanted: withProjectFields(text, project, directory) };
  });
}

/** The text of a package's manifest with the project's fields behind its licence. */
export function withProjectFields(text: string, project: ProjectFields, directory: string): string {
  const { homepage, bugs, repository, keywords } = project;
  const own = {
    homepage: homepage.replace('#readme', `/tree/main/${directory}#readme`),
    bugs,
    repository: { ...repository, directory },
    keywords,
  };
  const fields = Object.entries(JSON.parse(text) as Record<string, unknown>).filter(([name]) => !(name in own));
  const after = fields.findIndex(([name]) => name === 'license') + 1;
  const ordered = [...fields.slice(0, after), ...Object.entries(own), ...fields.slice(after)];
  return `${JSON.stringify(Object.fromEntries(ordered), null, 2)}\n`;
}
