/** Returns the vectors, which the server has. */
export async function vectors() {
  const names = ['sigv4', 'sigv2'];
  const files = names.map(async (name) => [name, await (await fetch(`/vectors/${name}.json`)).json()]);
  return Object.fromEntries(await Promise.all(files));
}
