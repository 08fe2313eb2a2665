import { type ContainerSettings, execution } from '@basewright/oci';

/**
 * A Dockerfile that makes the image from its root file system, the file `archive` beside it: FROM, ADD and CMD, and a
 * line for every other setting the image has. Values hold no line breaks.
 */
export function dockerfile(archive: string, settings: ContainerSettings): string {
  const { labels = {}, exposedPorts = [], volumes = [], entrypoint = [], cmd = [] } = settings;
  const lines = [
    'FROM scratch',
    `ADD ${archive} /`,
    ...variables(settings),
    ...Object.keys(labels)
      .sort()
      .map((name) => `LABEL ${quoted(name)}=${quoted(labels[name] ?? '')}`),
    ...exposedPorts.map((port) => `EXPOSE ${port}`),
    ...(volumes.length > 0 ? [`VOLUME ${words(volumes)}`] : []),
    ...(settings.workingDir === undefined ? [] : [`WORKDIR ${settings.workingDir}`]),
    ...(settings.user === undefined ? [] : [`USER ${settings.user}`]),
    ...(settings.stopSignal === undefined ? [] : [`STOPSIGNAL ${settings.stopSignal}`]),
    ...(entrypoint.length > 0 ? [`ENTRYPOINT ${words(entrypoint)}`] : []),
    ...(cmd.length > 0 ? [`CMD ${words(cmd)}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** What the author says of the environment, by name; the value of a variable in its own value spelt out. */
function variables({ env = {} }: ContainerSettings): string[] {
  const values = new Map((execution({ env }).Env ?? []).map((variable) => [variable.split('=')[0], variable]));
  return Object.keys(env)
    .sort()
    .map((name) => `ENV ${name}=${quoted((values.get(name) ?? '').slice(name.length + 1))}`);
}

/** A word of ENV and LABEL, with nothing left for the builder to expand. */
function quoted(text: string): string {
  return `"${text.replace(/[\\"$]/g, '\\$&')}"`;
}

function words(list: readonly string[]): string {
  return `[${list.map((word) => JSON.stringify(word)).join(', ')}]`;
}
