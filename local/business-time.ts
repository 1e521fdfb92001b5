/** Shifts this thread's `Date` by an offset in seconds that another thread may move at any time. */
export function businessTime(offsetSeconds: Int32Array): void {
  const RealDate = Date;
  const realNow = Date.now.bind(Date);
  const now = () => realNow() + Atomics.load(offsetSeconds, 0) * 1000;
  const Shifted = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new RealDate(now()).toString(),
  });
  RealDate.now = now;
  RealDate.prototype.constructor = Shifted;
  globalThis.Date = Shifted;
}
