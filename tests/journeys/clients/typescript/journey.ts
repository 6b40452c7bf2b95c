// A borrower's app on the types of the contract: from the first form to a repayment.
// node built/journey.js URL SOMEBODY, where SOMEBODY is JSON: who they are.
// api.ts is made by: openapi-typescript URL/openapi.json -o api.ts

import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

type Schemas = components["schemas"];
type NextStep = Schemas["NextStepRead"];
interface Somebody {
  username: string;
  party: Schemas["PersonCreate"];
  account: Omit<Schemas["PayeeAccountCreate"], "contract_id">;
  papers_dated: string;
}

const CONSENTS: readonly string[] = ["personal_data", "sensitive_data", "credit_bureau_query"];
const PATIENCE_MS = 30_000;
const PAUSE_MS = 50;

const [url = "", json = "{}"] = process.argv.slice(2);
const somebody = JSON.parse(json) as Somebody;
const api = createClient<paths>({ baseUrl: url, headers: { Authorization: `Bearer ${await token()}` } });

async function token(): Promise<string> {
  const form = new URLSearchParams({ grant_type: "password", username: somebody.username, password: "demo" });
  const granted = (await (await fetch(`${url}/oauth/token`, { method: "POST", body: form })).json()) as {
    access_token: string;
  };
  return granted.access_token;
}

// What was answered, or the problem thrown: a refusal is no place to go on from.
function answered<T>(answer: { data?: T; error?: Schemas["Problem"] }): T {
  if (answer.data === undefined) throw new Error(JSON.stringify(answer.error));
  return answer.data;
}

const key = () => ({ "Idempotency-Key": crypto.randomUUID() });
const yuan = (amount: number) => ({ amount: amount * 100, currency: "CNY" });
const etag = (answer: { response: Response }) => answer.response.headers.get("etag") ?? "";

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error("it should have been so by now");
    await new Promise((wake) => setTimeout(wake, PAUSE_MS));
  }
}

async function nextStep(application_id: string, isIt: (step: NextStep) => boolean): Promise<NextStep> {
  let step: NextStep | undefined;
  await until(async () => {
    const path = { application_id };
    step = answered(await api.GET("/v1/applications/{application_id}/next-step", { params: { path } }));
    return isIt(step);
  });
  return step as NextStep;
}

const asks = (operation: string) => (step: NextStep) => step.call?.operation_id === operation;

async function register(): Promise<string> {
  const party = answered(await api.POST("/v1/parties", { params: { header: key() }, body: somebody.party }));
  for (const text of answered(await api.GET("/v1/consent-texts")).data) {
    if (!CONSENTS.includes(text.purpose)) continue;
    const body = { purpose: text.purpose, text_version: text.version, text_hash: text.hash, channel: "app" as const };
    const params = { path: { party_id: party.id }, header: key() };
    answered(await api.POST("/v1/parties/{party_id}/consents", { params, body }));
  }
  return party.id;
}

async function apply(party_id: string): Promise<string> {
  const body: Schemas["ApplicationCreate"] = {
    party_id,
    product_code: "SOLE_TRADER_CREDIT",
    channel: "app",
    amount: yuan(40_000),
    term_months: 12,
    method: "level_instalment",
    purpose_code: "equipment",
    financials: {
      monthly_income: yuan(30_000),
      monthly_sales: yuan(60_000),
      monthly_costs: yuan(30_000),
      monthly_household_costs: yuan(6_000),
      existing_monthly_debt_service: yuan(0),
      existing_debt: yuan(0),
      years_in_trade: 6,
    },
  };
  return answered(await api.POST("/v1/applications", { params: { header: key() }, body })).id;
}

async function handIn(application_id: string): Promise<void> {
  const path = { application_id };
  const materials = answered(await api.GET("/v1/applications/{application_id}/materials", { params: { path } }));
  const handedIn = new Set<string>();
  for (const material of materials.data) {
    const group = material.alternatives ?? material.item;
    if (material.need === "optional" || handedIn.has(group)) continue;
    handedIn.add(group);
    await upload(application_id, material);
  }
  const header = { ...key(), "If-Match": etag(await api.GET("/v1/applications/{application_id}", { params: { path } })) };
  answered(await api.POST("/v1/applications/{application_id}/submissions", { params: { path, header } }));
}

async function upload(application_id: string, material: Schemas["MaterialRead"]): Promise<void> {
  const file = new Blob(["\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + material.item].map((text) => Buffer.from(text, "latin1")));
  const uploaded = answered(
    await api.PUT("/v1/applications/{application_id}/materials/{item}/content", {
      params: {
        path: { application_id, item: material.item },
        query: material.freshness_days === null ? {} : { document_on: somebody.papers_dated },
        header: { "If-Match": `"${material.version}"` },
      },
      headers: { "Content-Type": "image/png" },
      // The types have a file as text; it is sent as it is.
      body: "",
      bodySerializer: () => file,
    }),
  );
  if (uploaded.status !== "uploaded") throw new Error(uploaded.status);
}

async function accept(application_id: string): Promise<string> {
  await nextStep(application_id, asks("post_offer_acceptance"));
  const path = { application_id };
  const [offer] = answered(await api.GET("/v1/applications/{application_id}/offers", { params: { path } })).data;
  if (offer === undefined) throw new Error("no offer");
  const params = { path: { offer_id: offer.id }, header: { ...key(), "If-Match": `"${offer.version}"` } };
  answered(await api.POST("/v1/offers/{offer_id}/acceptances", { params }));
  return (await nextStep(application_id, asks("post_contract_cost_disclosure_reading"))).about ?? "";
}

async function sign(contract_id: string): Promise<void> {
  const path = { contract_id };
  const current = () => api.GET("/v1/contracts/{contract_id}", { params: { path } });
  const begun = answered(
    await api.POST("/v1/contracts/{contract_id}/cost-disclosure/readings", { params: { path, header: key() } }),
  );
  await until(async () => {
    const header = { ...key(), "If-Match": etag(await current()) };
    const body = { disclosure_hash: begun.disclosure_hash, language: "en" as const };
    const where = "/v1/contracts/{contract_id}/cost-disclosure/confirmations";
    const confirmed = await api.POST(where, { params: { path, header }, body });
    if (confirmed.error?.code === "reading_time_not_over") return false;
    answered(confirmed);
    return true;
  });
  const read = await current();
  const contract = answered(read);
  const own = contract.signers.find((signer) => signer.is_yours);
  if (own === undefined) throw new Error("nobody to sign");
  const body: Schemas["SignatureCreate"] = {
    signer: own.number,
    document_hash: contract.document_sha256,
    intent: "I have read and understood the whole contract and sign it of my own free will.",
    language: "en",
  };
  const params = { path, header: { ...key(), "If-Match": etag(read) } };
  answered(await api.POST("/v1/contracts/{contract_id}/signatures", { params, body }));
}

async function bePaid(contract_id: string): Promise<void> {
  const body = { contract_id, ...somebody.account };
  const named = answered(await api.POST("/v1/payee-accounts", { params: { header: key() }, body }));
  const params = { path: { account_id: named.id }, header: { ...key(), "If-Match": `"${named.version}"` } };
  answered(await api.POST("/v1/payee-accounts/{account_id}/verifications", { params }));
}

async function repay(application_id: string): Promise<Schemas["LoanDetailRead"]> {
  const step = await nextStep(application_id, (each) => each.status === "active");
  const path = { loan_id: step.about ?? "" };
  const loan = async () => answered(await api.GET("/v1/loans/{loan_id}", { params: { path } }));
  const before = await loan();
  const amount = before.next_due?.total;
  if (amount === undefined || before.figures === null) throw new Error("nothing is due");
  const body: Schemas["SandboxPaymentCreate"] = { loan_id: before.id, amount, mode: "repay" };
  answered(await api.POST("/v1/sandbox/payments", { params: { header: key() }, body }));
  const after = await loan();
  if (after.figures?.owed.total !== before.figures.owed.total - amount.amount) throw new Error("not paid");
  return after;
}

const applicationId = await apply(await register());
await handIn(applicationId);
const contractId = await accept(applicationId);
await sign(contractId);
await bePaid(contractId);
const loan = await repay(applicationId);
console.log(`${loan.status} ${loan.id}`);
