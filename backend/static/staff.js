// Every staff page: the first thing that wants attention gets the focus. The queue's own scripts are in desk/.

document.querySelector("[data-focus]")?.focus();
