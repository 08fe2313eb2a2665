import { parseImageFile } from './parse-image-file';
import { withBaseDigest } from './with-base-digest';

const [OLD, NEW] = [`sha256:${'ab'.repeat(32)}`, `sha256:${'cd'.repeat(32)}`];

it.each([
  `{ "from": "docker.io/library/alpine:3.22@${OLD}", "platforms": ["linux/amd64"] }`,
  `{"from":"localhost:5000/base@${OLD}","platforms":["linux/amd64"]}\n`,
  `// alpine@${OLD} is what this was tried with\r\n{\r\n\t/* "from": "x" */ "from" :\r\n\t\t"docker.io/library/alpine@${OLD}", // why\r\n\t"packages": ["tzdata"],\r\n\t"platforms": [\r\n\t\t"linux/amd64",\r\n\t],\r\n}\r\n`,
])('changes the digest in "from" and nothing else: %j', (text) => {
  const at = text.lastIndexOf(OLD);
  const changed = withBaseDigest(text, NEW);
  expect(changed).toBe(text.slice(0, at) + NEW + text.slice(at + OLD.length));
  const before = parseImageFile('images/x/image.json', text);
  const after = parseImageFile('images/x/image.json', changed);
  expect(JSON.stringify(after)).toBe(JSON.stringify(before).replace(OLD, NEW));
});
