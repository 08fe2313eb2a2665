import { isThisMachine } from './registry-access';

it.each(['localhost/x', 'localhost:5000/x', '127.0.0.1:5000/x', '127.1.2.3/x', '[::1]:5000/x'])(
  '%s is here',
  (repository) => {
    expect(isThisMachine(repository)).toBe(true);
  },
);

it.each(['127.evil.example/x', '127.0.0.1.evil.example/x', 'localhost.evil.example/x', '128.0.0.1/x'])(
  '%s is not',
  (repository) => {
    expect(isThisMachine(repository)).toBe(false);
  },
);
