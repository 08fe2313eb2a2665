// Real compilers take minutes; a test that hangs is still ended.
jest.setTimeout(25 * 60 * 1000);
