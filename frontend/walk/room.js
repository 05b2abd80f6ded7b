// Whether the browser may clear what is kept here, and whether there is room for more.
const ALMOST_FULL = 0.9;
const LEAST_FREE = 50_000_000;

// ask: whether the browser may ask the person for it; some only decide.
export async function look({ ask = false } = {}) {
  const { storage } = navigator;
  let isLasting = (await storage?.persisted?.().catch(() => false)) ?? false;
  if (!isLasting && ask) {
    isLasting = (await storage?.persist?.().catch(() => false)) ?? false;
  }
  const { usage = 0, quota = 0 } = (await storage?.estimate?.().catch(() => null)) ?? {};
  return { isLasting, isFull: quota > 0 && (usage / quota > ALMOST_FULL || quota - usage < LEAST_FREE) };
}
