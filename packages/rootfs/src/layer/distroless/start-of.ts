import { type ContainerSettings, type ImageConfig, inheritedExecution } from '@basewright/oci';

import { type Start } from './find-needs';

/** How a container of an image starts: what image.json says, over what the base says. */
export function startOf({ config = {} }: ImageConfig, settings: ContainerSettings): Start {
  const { Entrypoint = [], Cmd = [], Env = [], WorkingDir } = inheritedExecution(config, settings);
  const words = (field: 'entrypoint' | 'cmd', all: readonly string[]): Start['words'] =>
    all.map((word, index) => ({
      word,
      ...(settings[field] === undefined
        ? { place: `image.${field}`, isInherited: true }
        : { place: `image.${field}[${index}]`, isInherited: false }),
    }));
  return {
    words: [...words('entrypoint', Entrypoint), ...words('cmd', Cmd)],
    path: Env.find((variable) => variable.startsWith('PATH='))?.slice('PATH='.length),
    workingDir: WorkingDir,
  };
}
