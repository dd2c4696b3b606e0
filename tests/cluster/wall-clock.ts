// Preloaded into a program of Cairn (`--import`): its wall clock can be set from outside, as by an
// operator or by NTP that gives up slewing. The clock that only goes forward is left alone, as the
// kernel leaves it alone. The file named by CAIRN_TEST_CLOCK holds how far off the clock is, in
// milliseconds; SIGUSR2 says that it has changed, and so does a start.
import { appendFileSync, readFileSync } from 'node:fs';

const file = process.env['CAIRN_TEST_CLOCK'];
if (file !== undefined) {
  const RealDate = Date;
  const realNow = Date.now.bind(Date);
  let offsetMs = 0;
  const now = (): number => realNow() + offsetMs;
  const read = (): void => {
    offsetMs = Number(readFileSync(file, 'utf8'));
    appendFileSync(`${file}.heard`, `${process.pid} ${offsetMs}\n`);
  };
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args: ConstructorParameters<DateConstructor> | []) =>
      args.length === 0 ? new target(now()) : Reflect.construct(target, args),
    apply: () => new RealDate(now()).toString(),
    get: (target, name, receiver) =>
      name === 'now' ? now : (Reflect.get(target, name, receiver) as unknown),
  });
  process.on('SIGUSR2', read);
  read();
}
