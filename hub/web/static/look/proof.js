// Checks on this phone that a leaf leads to the sum root of its epoch, sum by sum: the steps of
// `baursak verify-proof` that concern custody, in the same order and under the same names.
const LARGEST = Number.MAX_SAFE_INTEGER; // beyond it, sums would be rounded here

const hex = (text) => Uint8Array.from(text.match(/../g) ?? [], (it) => parseInt(it, 16));
const text = (bytes) => Array.from(bytes, (it) => it.toString(16).padStart(2, '0')).join('');

function whole(number, size) {
  const view = new DataView(new ArrayBuffer(size));
  if (size === 4) view.setUint32(0, number);
  else view.setBigUint64(0, BigInt(number));
  return new Uint8Array(view.buffer);
}

async function hashed(kind, ...parts) {
  const whole = new Blob([Uint8Array.of(1, kind), ...parts]);
  return new Uint8Array(await crypto.subtle.digest('SHA-256', await whole.arrayBuffer()));
}

const isSum = (number) => Number.isSafeInteger(number) && number >= 0 && number <= LARGEST;

// For each step up, whether what stands beside is on the left; a node without a neighbour rises.
function turns(place, count) {
  const found = [];
  for (; count > 1; place = Math.floor(place / 2), count = Math.ceil(count / 2)) {
    if ((place ^ 1) < count) found.push(place % 2 === 1);
  }
  return found;
}

// Returns the name of the first step that fails, or null.
export async function check(file, epoch, member) {
  const { custody } = file;
  if (file.epoch !== epoch.epoch || file.block !== epoch.block) return 'epoch';
  if (custody.name !== `member:${member}`) return 'member';
  if (!isSum(custody.balance)) return 'balance';
  const ways = custody.place < custody.count ? turns(custody.place, custody.count) : [];
  if (custody.place >= custody.count || ways.length !== custody.beside.length) return 'path';
  const salt = hex(custody.salt);
  const hidden = await hashed(3, salt, new TextEncoder().encode(custody.name));
  let sum = custody.balance;
  let here = await hashed(0, salt, hidden, whole(sum, 8));
  for (const [at, isLeft] of ways.entries()) {
    const [beside, more] = custody.beside[at];
    if (!isSum(more) || !isSum(sum + more)) return 'range';
    const pair = [[hex(beside), whole(more, 8)], [here, whole(sum, 8)]];
    here = await hashed(1, ...(isLeft ? pair : pair.reverse()).flat());
    sum += more;
  }
  if (sum !== epoch.custody) return 'total';
  const root = await hashed(2, whole(custody.count, 4), here, whole(sum, 8));
  return text(root) === epoch.sum_root ? null : 'sum_root';
}
