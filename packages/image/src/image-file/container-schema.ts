import {
  dateMistake,
  pathDirectoryMistake,
  pathValueMistake,
  portMistake,
  signalMistake,
  userMistake,
  variableNameMistake,
} from '@basewright/core';
import { z } from 'zod';

/** A text that has a mistake or, with null, has none. */
function textWithout(mistakeOf: (text: string) => string | null) {
  return z.string().check(({ value, issues }) => {
    const message = mistakeOf(value);
    if (message !== null) issues.push({ code: 'custom', message, input: value });
  });
}

function pathMistake(env: unknown): string | null {
  const path: unknown = typeof env === 'object' && env !== null ? Reflect.get(env, 'PATH') : undefined;
  return typeof path === 'string' ? pathValueMistake(path) : null;
}

/** Environment variables. */
export const environment = z
  .record(textWithout(variableNameMistake), z.string())
  .refine((env) => pathMistake(env) === null, {
    path: ['PATH'],
    error: ({ input }) => pathMistake(input) ?? '',
    // Beside mistakes in names, too.
    when: () => true,
  });

const directories = z.array(textWithout(pathDirectoryMistake)).default([]);

/** Directories that PATH has besides those it has otherwise. */
export const searchPath = z
  .strictObject({
    prepend: directories.describe('Directories that are searched before them.').meta({ examples: [['/opt/app/bin']] }),
    append: directories.describe('Directories that are searched after them.').meta({ examples: [['/opt/tools/bin']] }),
  })
  .optional();

/** When an image was made: a date, or "git" for the last commit that touched it. */
export const created = textWithout((text) => {
  const mistake = text === 'git' ? null : dateMistake(text);
  return mistake === null ? null : `${mistake}, or "git"`;
});

export const exposedPort = textWithout(portMistake);
export const user = textWithout(userMistake);
/** Empty, it takes away what a base says. */
export const stopSignal = textWithout((signal) => (signal === '' ? null : signalMistake(signal)));
