/** Keeps the screen on while the page is seen, where the browser can: https://developer.mozilla.org/docs/Web/API/Screen_Wake_Lock_API */
export function keepAwake(): () => void {
  let lock: WakeLockSentinel | undefined;
  let isOver = false;
  // The lock is lost whenever the page is hidden; a browser may refuse, on a low battery for one.
  const ask = async () => {
    if (document.hidden || !("wakeLock" in navigator)) return;
    lock = await navigator.wakeLock.request("screen").catch(() => undefined);
    if (isOver) await lock?.release();
  };
  document.addEventListener("visibilitychange", ask);
  void ask();
  return () => {
    isOver = true;
    document.removeEventListener("visibilitychange", ask);
    void lock?.release();
  };
}
