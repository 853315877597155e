// Hears from the hub what happens to this member, at once. Cut off, it comes back with a new ticket.
const FIRST_MS = 1000;
const LONGEST_MS = 30000;

export function listen(ticketOf, heard) {
  let last = null;
  let wait = FIRST_MS;
  let socket = null;

  async function open() {
    if (document.hidden) return again();
    try {
      const { ticket } = await ticketOf();
      socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/v1/live`);
      socket.onopen = () => socket.send(JSON.stringify(last === null ? { ticket } : { ticket, after: last }));
      socket.onmessage = ({ data }) => {
        const said = JSON.parse(data);
        wait = FIRST_MS;
        last = said.id;
        if (said.type === 'event' || said.lost) heard(said);
      };
      socket.onclose = again;
    } catch {
      again();
    }
  }

  function again() {
    socket = null;
    setTimeout(open, wait);
    wait = Math.min(LONGEST_MS, wait * 2);
  }

  open();
  return { get isOpen() { return socket?.readyState === WebSocket.OPEN; } };
}
