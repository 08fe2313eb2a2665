import { commitInput } from './commit-input';

it('asks git at each hash, about paths as they are written', () => {
  expect(commitInput(["a'b", 'p/*.patch']).runtime).toBe(
    String.raw`git '--no-replace-objects' 'rev-list' '-1' '--timestamp' 'HEAD' '--' ':(literal)a'\''b' ':(glob)p/*.patch' 2>/dev/null | cut -d ' ' -f 1`,
  );
});
