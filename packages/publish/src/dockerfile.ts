import { type ContainerSettings } from '@basewright/oci';

/**
 * A Dockerfile that makes the image from its root file system, the file `archive` beside it: FROM, ADD and CMD, and a
 * line for every other setting the image has. Values hold no line breaks.
 */
export function dockerfile(archive: string, settings: ContainerSettings): string {
  const { env = {}, labels = {}, exposedPorts = [], volumes = [], entrypoint = [], cmd = [] } = settings;
  const lines = [
    'FROM scratch',
    `ADD ${archive} /`,
    ...Object.keys(env)
      .sort()
      .map((name) => `ENV ${name}=${quoted(env[name] ?? '')}`),
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

/** A word of ENV and LABEL, with nothing left for the builder to expand. */
function quoted(text: string): string {
  return `"${text.replace(/[\\"$]/g, '\\$&')}"`;
}

function words(list: readonly string[]): string {
  return `[${list.map((word) => JSON.stringify(word)).join(', ')}]`;
}
