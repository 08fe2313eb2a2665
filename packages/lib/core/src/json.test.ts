import { stableJson } from './json';

it('gives equal values equal bytes, whatever order their keys were written in', () => {
  const one = { b: [{ z: 1, a: null }], a: 'x', B: true };
  const other = { B: true, a: 'x', b: [{ a: null, z: 1 }] };
  expect(stableJson(one)).toBe(stableJson(other));
  expect(stableJson(one)).toBe(
    '{\n  "B": true,\n  "a": "x",\n  "b": [\n    {\n      "a": null,\n      "z": 1\n    }\n  ]\n}\n',
  );
});

it('keeps the order of a list', () => {
  expect(stableJson(['b', 'a'])).not.toBe(stableJson(['a', 'b']));
});

it('leaves out what is undefined', () => {
  expect(stableJson({ a: undefined, b: 1 })).toBe(stableJson({ b: 1 }));
});
