/* The site can be installed as an app; its worker keeps one public page for when there is no network, and nothing else. */
navigator.serviceWorker?.register("/service-worker.js").catch(() => {});
