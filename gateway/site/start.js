// The page's policy allows no inline script, so the reference is started from here.
const reference = SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#reference",
  deepLinking: true,
  docExpansion: "none",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  persistAuthorization: false,
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis],
});
reference.initOAuth({ clientId: "xiaowei-web", appName: "Xiaowei" });
