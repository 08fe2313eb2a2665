import fc from 'fast-check';

import { parseConfig } from '../../../packages/stages/configure/src/config-text';
import {
  type Expression,
  formatExpression,
  symbolsIn,
} from '../../../packages/stages/configure/src/kconfig/expression';
import { holds } from '../../../packages/stages/configure/src/kconfig/holds';
import { parseExpression } from '../../../packages/stages/configure/src/kconfig/parse-expression';
import { formatSetting } from '../../../packages/stages/configure/src/base-config';

const SEED = 15;
const symbol = fc.constantFrom('A', 'B', 'FEATURE_X', 'N').map((name): Expression => ({ kind: 'symbol', name }));
const constant = fc
  .constantFrom('y', 'n', '0', '80', '-1', '0x1f', 'a b', '(', ' && ', '')
  .map((value): Expression => ({ kind: 'constant', value }));
const term = fc.oneof(symbol, constant);
const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    term,
    tie('expression').map((of): Expression => ({ kind: 'not', of })),
    fc
      .tuple(fc.constantFrom('and' as const, 'or' as const), tie('expression'), tie('expression'))
      .map(([kind, left, right]): Expression => ({ kind, left, right })),
    fc
      .tuple(fc.constantFrom('equal' as const, 'unequal' as const), term, term)
      .map(([kind, left, right]): Expression => ({ kind, left, right })),
  ),
}));
const values = fc.dictionary(fc.constantFrom('A', 'B', 'FEATURE_X', 'N'), fc.constantFrom('y', 'n', '80', '0'));

it('reads expressions as it writes them: they hold for the same values, and name the same symbols', () => {
  fc.assert(
    fc.property(expression, values, (written, settings) => {
      const read = parseExpression(formatExpression(written));
      const known = new Map(Object.entries(settings));
      expect(holds(read, known)).toBe(holds(written, known));
      expect([...symbolsIn(read)].sort()).toEqual([...symbolsIn(written)].sort());
      expect(formatExpression(read)).toBe(formatExpression(written));
    }),
    { seed: SEED, numRuns: 1000 },
  );
});

const settingName = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,20}$/);
/** A line of text without control characters, as image.json and .config may have it. */
const line = fc.string({ unit: 'grapheme' }).filter((value) => !/\p{Cc}/u.test(value));
const setting = fc.oneof(
  fc.record({ name: settingName, type: fc.constant('string' as const), value: line }),
  fc.record({
    name: settingName,
    type: fc.constantFrom('bool' as const, 'tristate' as const),
    value: fc.constantFrom('y', 'n'),
  }),
  fc.record({
    name: settingName,
    type: fc.constantFrom('int' as const, 'hex' as const),
    value: fc.constantFrom('0', '-1', '767', '0x1f'),
  }),
);

it('reads a .config as it writes it', () => {
  fc.assert(
    fc.property(fc.array(setting), (written) => {
      const text = written.map(({ value, ...symbolOf }) => formatSetting(symbolOf, value)).join('\n');
      const { settings, mistakes } = parseConfig(text);
      expect(mistakes).toEqual([]);
      expect(settings.map(({ symbol: name, value }) => [name, value])).toEqual(
        written.map(({ name, value }) => [name, value]),
      );
    }),
    { seed: SEED, numRuns: 1000 },
  );
});
