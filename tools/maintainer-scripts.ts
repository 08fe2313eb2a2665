import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { openStore } from '@basewright/core';
import { currentPackages, imageSet, openApt, parseStanzas } from '@basewright/debian';
import { platformOf } from '@basewright/core';

import { mostNeeded } from './maintainer-scripts/most-needed';
import { readScripts } from './maintainer-scripts/read-scripts';
import { surveyPage } from './maintainer-scripts/survey-page';

const USAGE = `npm run maintainer-scripts -- [PACKAGE...]

Reads the maintainer scripts of the 300 Debian packages that most others depend on, and of those that people put into images, and
says of each line whether an image gets what it makes. Writes docs/reference/maintainer-scripts.md, from what the mirror has
today. Downloads and unpacks some 400 packages.
  PACKAGE  only these; the page goes to the terminal
`;

const PAGE = join(__dirname, '../docs/reference/maintainer-scripts.md');
const MOST = 300;

/** What people put into images: what issues and examples named. */
const ASKED = [
  ...['ffmpeg', 'python3', 'python3-numpy', 'python3-scipy', 'imagemagick', 'krb5-user', 'vim-tiny', 'nodejs', 'ruby'],
  ...[
    'openjdk-21-jre-headless',
    'netcat-openbsd',
    'gawk',
    'iproute2',
    'tar',
    'procps',
    'ca-certificates',
    'perl',
    'bash',
  ],
  ...[
    'openssh-server',
    'openssh-client',
    'memcached',
    'dbus',
    'redis-server',
    'sudo',
    'openssl',
    'libglib2.0-bin',
    'git',
  ],
  ...[
    'postgresql-client',
    'sqlite3',
    'ldap-utils',
    'tini',
    'dumb-init',
    'tzdata',
    'locales-all',
    'php-cli',
    'php-fpm',
    'nginx',
  ],
  ...[
    'haproxy',
    'curl',
    'jq',
    'cron',
    'rsync',
    'supervisor',
    'mariadb-client',
    'unbound',
    'apache2',
    'postfix',
    'chrony',
  ],
];

async function main(words: readonly string[]): Promise<void> {
  if (words.includes('--help')) {
    process.stdout.write(USAGE);
    return;
  }
  const store = openStore();
  const apt = await openApt(store, {}, [], 'amd64');
  if (words.length > 0) {
    process.stdout.write(surveyPage(await readScripts(words, apt, store)));
    return;
  }
  const { stdout } = await apt.run('apt-cache', ['dumpavail']);
  const most = mostNeeded(parseStanzas(stdout), MOST);
  const set = imageSet({ name: 'survey', packages: ASKED, without: [] }, platformOf('linux/amd64'));
  const needed = (await currentPackages(apt, set)).map(({ name }) => name);
  const names = [...new Set([...most, ...needed])].sort();
  await writeFile(PAGE, surveyPage(await readScripts(names, apt, store)));
}

main(process.argv.slice(2)).catch((failure: unknown) => {
  process.stderr.write(`${failure instanceof Error ? failure.message : String(failure)}\n`);
  process.exitCode = 1;
});
