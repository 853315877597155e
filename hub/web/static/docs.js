// Shows /api/openapi.json; a file of its own, since our pages hold no inline script.
"use strict";

window.SwaggerUIBundle({
  url: "/api/openapi.json",
  dom_id: "#api",
  presets: [window.SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  // Without these two the page would ask a stranger's host to judge our description, or take
  // the address of another one from its own query.
  validatorUrl: null,
  queryConfigEnabled: false,
  persistAuthorization: false,
  defaultModelsExpandDepth: 0,
});
