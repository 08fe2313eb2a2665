// A test of pure parts takes milliseconds; on a machine that does other things, too, jest's five seconds are a false alarm.
jest.setTimeout(60_000);
