import { type ContainerSettings, DEFAULT_PATH, type Execution, execution, inheritedExecution } from '@basewright/oci';

/** How a container of an image starts, and where image.json says so. */
export interface Start {
  /** The entrypoint, then the command. */
  readonly words: readonly StartWord[];
  /** The user, empty for nobody in particular. */
  readonly user: StartWord;
  /** Environment variables by name. PATH is what runtimes take where the image has none. */
  readonly env: Readonly<Record<string, string>> & { readonly PATH: string };
  readonly workingDir: string;
  /** Absolute paths whose content is the user's. */
  readonly volumes: readonly string[];
  /** The command is what an image from source has where image.json says none. */
  readonly isDefault: boolean;
}

/** Something that a configuration says. */
export interface StartWord {
  readonly word: string;
  /** Where image.json says it, or would: `image.cmd[0]`. */
  readonly place: string;
  /** Image.json does not say it: it is the base's. */
  readonly isInherited: boolean;
}

/** How a container of an image starts: what the settings say, over what the base says; null without a base. */
export function startOf(base: Execution | null, settings: ContainerSettings): Start {
  const whole = base === null ? execution(settings) : inheritedExecution(base, settings);
  const { Entrypoint = [], Cmd = [], Env = [], WorkingDir = '/', User = '', Volumes = {} } = whole;
  const isInherited = (field: keyof ContainerSettings): boolean => base !== null && settings[field] === undefined;
  const words = (field: 'entrypoint' | 'cmd', all: readonly string[]): StartWord[] =>
    all.map((word, index) => {
      const inherited = isInherited(field);
      return { word, place: inherited ? `image.${field}` : `image.${field}[${index}]`, isInherited: inherited };
    });
  return {
    words: [...words('entrypoint', Entrypoint), ...words('cmd', Cmd)],
    user: { word: User, place: 'image.user', isInherited: isInherited('user') },
    env: { PATH: DEFAULT_PATH, ...Object.fromEntries(Env.map(nameAndValue)) },
    workingDir: WorkingDir,
    volumes: Object.keys(Volumes),
    isDefault: base === null && Entrypoint.length === 0 && Cmd.join(' ') === 'sh',
  };
}

function nameAndValue(variable: string): [string, string] {
  const at = variable.indexOf('=');
  return at < 0 ? [variable, ''] : [variable.slice(0, at), variable.slice(at + 1)];
}
