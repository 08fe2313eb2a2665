import type { Redirection } from 'unbash' with { 'resolution-mode': 'import' };

import { type Call } from './script-host';
import { type Expansion, type Value, valueOf } from './words';

/** What is written to a command, and where its output goes. */
export function streamsOf(redirects: readonly Redirection[], expansion: Expansion): Pick<Call, 'input' | 'output'> {
  let input: Value | undefined;
  let output: Call['output'] = null;
  for (const one of redirects) {
    if (one.type === 'HereDoc') input = hereDocument(one, expansion);
    if (one.type !== 'Redirect' || one.target === undefined) continue;
    const isOutput = ['>', '>>', '>|'].includes(one.operator);
    const descriptor = one.descriptor?.type === 'FileDescriptor' ? one.descriptor.value : 1;
    const path = isOutput && descriptor === 1 ? valueOf(one.target, expansion) : '/dev/null';
    if (path !== '/dev/null') output = { path, isAppended: one.operator === '>>' };
  }
  return { input, output };
}

function hereDocument(
  { delimiter, body, operator }: Extract<Redirection, { type: 'HereDoc' }>,
  expansion: Expansion,
): Value {
  const { text, pos, end, parts } = body;
  const isPlain = delimiter?.quoted === true || parts === undefined;
  const value = isPlain ? text : valueOf({ type: 'Word', text, value: text, pos, end, parts }, expansion);
  // Tabs at the beginning of lines are for who reads the script (dash(1), Here-document).
  return operator === '<<-' ? (value?.replace(/^\t+/gm, '') ?? null) : value;
}
