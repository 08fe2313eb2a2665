import { KconfigBuilder } from './kconfig/builder';
import { type Kconfig } from './kconfig/model';
import { statements } from './kconfig/statements';
import { withSafeDefaults } from './safe-defaults';

function kconfigOf(symbol: string): Kconfig {
  const builder = new KconfigBuilder();
  for (const statement of statements(`config ${symbol}\n\tbool "it"\n`)) builder.add(statement);
  return builder.finish();
}

it('switches path traversal protection on, over what the base says', () => {
  const base = new Map([['FEATURE_PATH_TRAVERSAL_PROTECTION', 'n']]);
  expect([...withSafeDefaults(kconfigOf('FEATURE_PATH_TRAVERSAL_PROTECTION'), base)]).toEqual([
    ['FEATURE_PATH_TRAVERSAL_PROTECTION', 'y'],
  ]);
});

it('names no symbol that the sources have not', () => {
  expect([...withSafeDefaults(kconfigOf('LS'), new Map([['LS', 'y']]))]).toEqual([['LS', 'y']]);
});
