export default async function stopSharedServers() {
  await globalThis.landfallTestServers?.stop();
}
