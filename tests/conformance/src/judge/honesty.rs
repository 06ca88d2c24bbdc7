//! What no case need say: a surface's words must be true in the tenant.
//!
//! A reset that calls itself done has left nothing that its plan deletes, and what it says remains is what is
//! registered.

use std::collections::BTreeSet;

use graph_sim::TenantState;
use serde_json::Value;

use crate::evidence::Evidence;
use crate::pattern::Difference;

pub(super) fn judge(evidence: &Evidence, differences: &mut Vec<Difference>) {
    for response in evidence
        .observed
        .iter()
        .filter_map(|observed| observed.response.as_ref())
    {
        let is_reset = ["reset", "rescue", "removeMethod"]
            .iter()
            .any(|name| response["operation"] == *name);
        if is_reset && response["outcome"] == "done" {
            judge_done(response, &evidence.state, differences);
        }
    }
}

fn judge_done(response: &Value, state: &TenantState, differences: &mut Vec<Difference>) {
    let id = response["user"]["id"].as_str().unwrap_or_default();
    let Some(user) = state.users.iter().find(|user| user.id.eq_ignore_ascii_case(id)) else {
        differences.push(Difference::new(
            "response.user.id",
            format!("done, but the tenant has nobody {id}"),
        ));
        return;
    };
    let registered: BTreeSet<&str> = user.methods.iter().map(|method| method.id.as_str()).collect();
    for step in items(&response["plan"]["steps"]).filter(|step| step["action"] == "delete") {
        let method = step["methodId"].as_str().unwrap_or_default();
        if registered.contains(method) {
            differences.push(Difference::new(
                "response.outcome",
                format!("done, but the tenant still has {method} ({})", step["kind"]),
            ));
        }
    }
    let told: BTreeSet<&str> = items(&response["methodsAfter"])
        .filter(|method| method["kind"] != "password")
        .filter_map(|method| method["methodId"].as_str())
        .collect();
    if told != registered {
        differences.push(Difference::new(
            "response.methodsAfter",
            format!("done, telling of {told:?}, but the tenant has {registered:?}"),
        ));
    }
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
