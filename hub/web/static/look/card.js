// Prints the page: the card alone, as card.css says.
document.querySelector("[data-print]").addEventListener("click", () => print());
