import { lastWords } from './skopeo-words';

it('quotes what skopeo said last, without the tokens of uploads', () => {
  const debug = 'time="2026-11-21T00:42:46Z" level=debug msg="PATCH http://localhost/?_state=secret"';
  const fatal =
    'time="2026-11-21T00:43:18Z" level=fatal msg="writing blob: Patch \\"http://localhost:5000/v2/x/blobs/uploads/1?_state=secret\\": EOF"';
  expect(lastWords(`${debug}\n${fatal}\n`)).toBe(
    'writing blob: Patch "http://localhost:5000/v2/x/blobs/uploads/1?…": EOF',
  );
  expect(lastWords('killed')).toBe('');
});
