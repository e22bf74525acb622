//! The OpenAPI document as a page for people: drawn once from the document itself, so the two cannot differ. No script,
//! nothing from another host.

use std::fmt::Write;

use axum::http::{HeaderName, header};
use serde_json::Value;

pub const ADDRESS: &str = "/api/docs";
pub const DOCUMENT: &str = "/api/openapi.json";
pub const STYLE_ADDRESS: &str = "/api/docs.css";
pub const STYLE: &str = include_str!("page.css");
pub const HEADERS: [(HeaderName, &str); 1] = [(
    header::CONTENT_SECURITY_POLICY,
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
)];

const HEAD: &str = "<!doctype html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\">\
    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
    <title>Dathang – API</title><link rel=\"stylesheet\" href=\"/api/docs.css\"></head><body><main>\n";
const FIRST_CALLS: &str = "\
curl -s http://127.0.0.1:8080/api/v1/session -d '{\"login\": \"…\", \"password\": \"…\"}'
curl -s http://127.0.0.1:8080/api/v1/orders -H 'Authorization: Bearer …'";

/// The page of a document.
pub fn page(document: &Value) -> String {
    let mut html = String::from(HEAD);
    write(&mut html, document).expect("writing to a string cannot fail");
    html.push_str("</main></body></html>\n");
    html
}

fn write(html: &mut String, document: &Value) -> std::fmt::Result {
    writeln!(html, "<h1>Dathang API <small>v1</small></h1>")?;
    for paragraph in text(&document["info"]["description"]).split("\n\n") {
        writeln!(html, "<p>{}</p>", escaped(paragraph))?;
    }
    writeln!(html, "<p><a href=\"{DOCUMENT}\">openapi.json</a></p>")?;
    writeln!(html, "<pre>{}</pre>", escaped(FIRST_CALLS))?;
    for tag in items(&document["tags"]) {
        let name = text(&tag["name"]);
        let title = escaped(text(&tag["description"]));
        writeln!(html, "<section><h2 id=\"{name}\">{title} <small>{name}</small></h2>")?;
        for (path, item) in fields(&document["paths"]) {
            for (method, operation) in fields(item) {
                if items(&operation["tags"]).iter().any(|of| text(of) == name) {
                    write_operation(html, method, path, operation)?;
                }
            }
        }
        html.push_str("</section>\n");
    }
    html.push_str("<section><h2 id=\"schemas\">Cấu trúc dữ liệu <small>schemas</small></h2>\n");
    for (name, schema) in fields(&document["components"]["schemas"]) {
        write_schema(html, name, schema)?;
    }
    html.push_str("</section>\n");
    Ok(())
}

fn write_operation(html: &mut String, method: &str, path: &str, operation: &Value) -> std::fmt::Result {
    let id = text(&operation["operationId"]);
    let verb = method.to_uppercase();
    let summary = escaped(text(&operation["summary"]));
    writeln!(
        html,
        "<details id=\"{id}\"><summary><b class=\"{method}\">{verb}</b> <code>{}</code> <span lang=\"en\">{summary}</span></summary>",
        escaped(path)
    )?;
    writeln!(html, "<p>{}</p><table>", escaped(text(&operation["description"])))?;
    for parameter in items(&operation["parameters"]) {
        let place = text(&parameter["in"]);
        let kind = kind(&parameter["schema"]);
        row(html, text(&parameter["name"]), &format!("{place}, {kind}"), text(&parameter["description"]))?;
    }
    for (_, body) in fields(&operation["requestBody"]["content"]) {
        row(html, "body", &kind(&body["schema"]), "")?;
    }
    for (status, response) in fields(&operation["responses"]) {
        let kinds: Vec<String> =
            fields(&response["content"]).map(|(_, content)| kind(&content["schema"])).collect();
        row(html, status, &kinds.join(", "), text(&response["description"]))?;
    }
    html.push_str("</table></details>\n");
    Ok(())
}

fn write_schema(html: &mut String, name: &str, schema: &Value) -> std::fmt::Result {
    let description = escaped(text(&schema["description"]));
    writeln!(
        html,
        "<details id=\"schema-{name}\"><summary><code>{name}</code> {description}</summary><table>"
    )?;
    for (field, of) in fields(&schema["properties"]) {
        let required = items(&schema["required"]).iter().any(|name| text(name) == field);
        let optional = if required { "" } else { " <i>không bắt buộc</i>" };
        row(html, field, &format!("{}{optional}", kind(of)), text(&of["description"]))?;
    }
    if fields(&schema["properties"]).next().is_none() {
        row(html, "", &kind(schema), "")?;
    }
    html.push_str("</table></details>\n");
    Ok(())
}

/// One row; `kind` is markup already.
fn row(html: &mut String, name: &str, kind: &str, description: &str) -> std::fmt::Result {
    let (name, description) = (escaped(name), escaped(description));
    writeln!(html, "<tr><th scope=\"row\"><code>{name}</code></th><td>{kind}</td><td>{description}</td></tr>")
}

/// What a schema takes, in a few words, with a link to the schema it names.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        return format!("<a href=\"#schema-{0}\">{0}</a>", escaped(name));
    }
    let branches = ["oneOf", "anyOf", "allOf"].iter().flat_map(|key| items(&schema[key]));
    let branches: Vec<String> = branches.map(kind).filter(|kind| kind != "null").collect();
    if !branches.is_empty() {
        return branches.join(" | ");
    }
    let keys: Vec<String> = items(&schema["enum"]).iter().map(|key| escaped(text(key))).collect();
    if !keys.is_empty() {
        return keys.join(" | ");
    }
    let names = match &schema["type"] {
        Value::Array(names) => {
            names.iter().map(text).filter(|name| *name != "null").collect::<Vec<_>>().join(" | ")
        }
        name => text(name).to_owned(),
    };
    match (names.as_str(), schema["format"].as_str()) {
        ("array", _) => format!("[{}]", kind(&schema["items"])),
        (name, Some(format)) => format!("{} ({})", escaped(name), escaped(format)),
        (name, None) => escaped(name),
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("")
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn fields(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(name, of)| (name.as_str(), of))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
