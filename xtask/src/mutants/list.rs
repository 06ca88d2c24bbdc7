//! The known faults, each with the test that must notice it.

/// A fault to plant.
pub(super) struct Mutant {
    pub(super) name: &'static str,
    /// The fault, in a sentence.
    pub(super) fault: &'static str,
    pub(super) file: &'static str,
    /// What stands in the source, once.
    pub(super) find: &'static str,
    pub(super) replace: &'static str,
    pub(super) within: Within,
    /// The test that must turn red, by its whole name.
    pub(super) test: &'static str,
    /// Of the conformance cases, the one that must turn red.
    pub(super) case: Option<&'static str>,
}

/// Where a test is.
#[derive(Clone, Copy)]
pub(super) enum Within {
    /// Among the unit tests of the core.
    Core,
    /// In a test program.
    Program {
        package: &'static str,
        target: &'static str,
    },
}

pub(super) const CORE: &str = "graph-mfa";
const CONFORMANCE: &str = "graph-mfa-conformance";
const END_TO_END: &str = "graph-mfa-e2e";
/// The simulation of runs.
const SIMULATION: &str = "whatever_goes_wrong_a_run_is_honest_and_safe_to_kill";

/// The packages are always selected together, so that their dependencies are compiled once.
pub(super) const PACKAGES: [&str; 6] = [
    "--package",
    CORE,
    "--package",
    CONFORMANCE,
    "--package",
    END_TO_END,
];

impl Within {
    /// What cargo must build for it, and no more.
    pub(super) fn selection(self) -> Vec<&'static str> {
        match self {
            Self::Core => vec!["--lib"],
            Self::Program { target, .. } => vec!["--test", target],
        }
    }
}

impl Mutant {
    /// The test that must turn red, as a person finds it.
    pub(super) fn noticed_by(&self) -> String {
        match (self.within, self.case) {
            (_, Some(case)) => format!("the case {case}"),
            (Within::Core, None) => format!("{CORE}: {}", self.test),
            (Within::Program { target, .. }, None) => format!("{target}: {}", self.test),
        }
    }
}

/// A fault that a conformance case must notice, through the Rust API.
const fn noticed_by_case(
    case: &'static str,
    name: &'static str,
    fault: &'static str,
    file: &'static str,
    [find, replace]: [&'static str; 2],
) -> Mutant {
    Mutant {
        name,
        fault,
        file,
        find,
        replace,
        within: Within::Program {
            package: CONFORMANCE,
            target: "in_process",
        },
        test: "every_case_holds",
        case: Some(case),
    }
}

/// A fault that a unit test or a property of the core must notice.
const fn noticed_in_core(
    test: &'static str,
    name: &'static str,
    fault: &'static str,
    file: &'static str,
    [find, replace]: [&'static str; 2],
) -> Mutant {
    Mutant {
        name,
        fault,
        file,
        find,
        replace,
        within: Within::Core,
        test,
        case: None,
    }
}

/// A fault that a story (`stories`), a property over generated people (`properties`) or a simulated run (`bulk`) must
/// notice.
const fn noticed_end_to_end(
    (target, test): (&'static str, &'static str),
    name: &'static str,
    fault: &'static str,
    file: &'static str,
    [find, replace]: [&'static str; 2],
) -> Mutant {
    Mutant {
        name,
        fault,
        file,
        find,
        replace,
        within: Within::Program {
            package: END_TO_END,
            target,
        },
        test,
        case: None,
    }
}

pub(super) static MUTANTS: &[Mutant] = &[
    // The plan.
    noticed_by_case(
        "default-goes-last",
        "default-method-first",
        "the default method is deleted first, although the service refuses that while others exist",
        "core/src/ops/plan.rs",
        [
            "            is_default(method, default),\n",
            "            !is_default(method, default),\n",
        ],
    ),
    noticed_by_case(
        "alternate-mobile-deadlock-is-resolved",
        "deadlock-of-the-phones",
        "the default is not changed where it and the alternate number hold each other",
        "core/src/ops/plan/order.rs",
        [
            "let deadlock = *default == DefaultMethod::VoiceAlternateMobile &&",
            "let deadlock = false &&",
        ],
    ),
    noticed_end_to_end(
        ("properties", "reset::without_lag_a_plan_meets_no_refusal"),
        "alternate-mobile-after-mobile",
        "the mobile number is deleted before the alternate one, which the service refuses",
        "core/src/ops/plan/order.rs",
        [
            "Some(\"alternateMobile\") => 11",
            "Some(\"alternateMobile\") => 14",
        ],
    ),
    noticed_by_case(
        "portal-removes-what-the-button-removes",
        "passkey-in-the-portal-scope",
        "the scope of the portal's button removes passkeys",
        "core/src/ops/plan/scope.rs",
        [
            "        Scope::Portal => matches!(\n            kind,\n            K::Phone\n",
            "        Scope::Portal => matches!(\n            kind,\n            K::Phone\n                | K::Fido2\n",
        ],
    ),
    noticed_by_case(
        "hardware-token-is-deactivated-not-taken-away",
        "hardware-token-taken-away",
        "the scope of the portal's button takes the hardware token from the person",
        "core/src/ops/plan/scope.rs",
        [
            "if scope == Scope::Portal && method.kind",
            "if scope == Scope::Weak && method.kind",
        ],
    ),
    noticed_by_case(
        "kept-method-stays",
        "kept-method-removed",
        "what the request keeps is removed",
        "core/src/ops/plan/scope.rs",
        [
            "request.keep.iter().any(kept)",
            "request.keep.iter().all(kept) && false",
        ],
    ),
    noticed_by_case(
        "unknown-kind-stays-and-is-reported",
        "unknown-kind-counted-as-removed",
        "a method of an unknown kind stays, and everything is called done",
        "core/src/ops/plan/scope.rs",
        [
            "StayReason::UnknownKind => scope == Scope::Everything",
            "StayReason::UnknownKind => scope == Scope::Weak",
        ],
    ),
    noticed_by_case(
        "plan-that-is-outdated-is-not-carried-out",
        "outdated-plan-carried-out",
        "the fingerprint of the plan is ignored",
        "core/src/ops/reset.rs",
        [
            "Some(expected) if *expected != self.plan.fingerprint",
            "Some(expected) if expected.is_empty()",
        ],
    ),
    // Temporary Access Passes.
    noticed_by_case(
        "pass-in-use-is-not-replaced-unasked",
        "pass-replaced-unasked",
        "a pass that can still be used is replaced without being told to",
        "core/src/ops/access_pass/mod.rs",
        [
            "in_the_way.filter(|_| !request.replace)",
            "in_the_way.filter(|_| request.replace)",
        ],
    ),
    noticed_by_case(
        "rescue-deletes-nothing-where-no-pass-is-possible",
        "policy-for-passes-not-looked-at",
        "a policy that allows no passes is found out by writing",
        "core/src/ops/access_pass/mod.rs",
        ["|limits| !limits.enabled", "|limits| limits.enabled"],
    ),
    noticed_by_case(
        "rescue-takes-the-pass-back-when-nothing-could-be-deleted",
        "untold-pass-left-behind",
        "a rescue that deleted nothing leaves its pass behind",
        "core/src/ops/rescue.rs",
        [
            "let aborted = !executed.may_have_deleted()",
            "let aborted = executed.uncertain",
        ],
    ),
    noticed_by_case(
        "rescue-leaves-nobody-with-nothing",
        "pass-of-the-rescue-in-scope",
        "the plan of a rescue removes the pass of the rescue",
        "core/src/ops/plan/scope.rs",
        [
            "request.pass.is_some() && method.kind",
            "request.pass.is_none() && method.kind",
        ],
    ),
    // What is done, and what is proven.
    noticed_by_case(
        "reads-that-lag-longer-than-patience-make-it-partial",
        "done-although-still-listed",
        "a reset is called done while the second read still shows the methods",
        "core/src/ops/verify.rs",
        [
            "if left.steps.is_empty() && unmet.is_empty() && !blind",
            "if unmet.is_empty() && !blind",
        ],
    ),
    noticed_by_case(
        "proof-that-cannot-be-read-makes-it-partial",
        "done-without-a-second-read",
        "a reset is called done although the read after the writes failed",
        "core/src/ops/verify.rs",
        [
            "Err(error) => not_verified(executed, &error),\n    };\n    with_step_notes",
            "Err(_) => Verified {\n            outcome: Outcome::Done,\n            methods_after: None,\n            \
             verified_at: None,\n            notes: Vec::new(),\n        },\n    };\n    with_step_notes",
        ],
    ),
    noticed_by_case(
        "user-deleted-while-the-reset-runs",
        "gone-person-counts-as-reset",
        "404 is taken for success while the person is gone",
        "core/src/ops/verify.rs",
        [
            "        outcome: Outcome::Failed,\n        methods_after: None,\n        verified_at: None,\n        \
             notes: vec![note(\n            NoteCode::UserGone,",
            "        outcome: Outcome::Done,\n        methods_after: None,\n        verified_at: None,\n        \
             notes: vec![note(\n            NoteCode::UserGone,",
        ],
    ),
    noticed_by_case(
        "beta-that-does-not-answer-makes-the-view-incomplete",
        "incomplete-view-supports-done",
        "a view that hides kinds in scope is proof enough",
        "core/src/ops/verify.rs",
        [
            "after.incomplete_view && plan::reaches_hidden_kinds(request)",
            "false && plan::reaches_hidden_kinds(request)",
        ],
    ),
    noticed_by_case(
        "reads-that-lag-delay-the-default-only",
        "refusal-taken-for-good",
        "a refusal that passes by itself is not tried again",
        "core/src/ops/reset/execute.rs",
        [
            "(StepStatus::Refused, Some(error))",
            "(StepStatus::Failed, Some(error))",
        ],
    ),
    noticed_end_to_end(
        (
            "stories",
            "reset::stopped_half_way_it_says_what_was_not_begun_and_a_second_run_finishes",
        ),
        "cancel-ignored-between-steps",
        "a caller who stops is not heard between two writes",
        "core/src/ops/reset/execute.rs",
        [
            "if self.run.is_cancelled()\n                || self.let_the_others_go(index)",
            "if self.let_the_others_go(index)",
        ],
    ),
    noticed_end_to_end(
        ("stories", "applications::an_application_is_never_guessed"),
        "application-of-others-is-used",
        "permissions are granted to an application that only has the same name",
        "core/src/ops/applications/find.rs",
        ["[only] if only.ours =>", "[only] if only.ours || true =>"],
    ),
    noticed_end_to_end(
        ("stories", "applications::a_second_certificate_leaves_the_first"),
        "certificates-replaced",
        "a new certificate takes the place of those that are there",
        "core/src/ops/applications/carry_out.rs",
        ["kept.chain([graph::key", "kept.take(0).chain([graph::key"],
    ),
    noticed_end_to_end(
        (
            "stories",
            "applications::what_is_no_certificate_is_refused_before_anything_is_sent",
        ),
        "private-key-is-sent",
        "a private key in the text of a certificate is not noticed",
        "core/src/ops/applications/wanted.rs",
        [
            "if text.contains(\"PRIVATE KEY\") {",
            "if text.contains(\"NO SUCH KEY\") {",
        ],
    ),
    noticed_end_to_end(
        (
            "stories",
            "reset::a_revocation_that_cannot_be_seen_is_not_reported_as_done",
        ),
        "revocation-assumed",
        "sessions count as revoked although no read shows it",
        "core/src/ops/revoke.rs",
        ["revoked: valid_from.is_some(),", "revoked: true,"],
    ),
    noticed_end_to_end(
        (
            "stories",
            "every_operation::stopped::whoever_stops_after_the_first_write_is_told_what_was_done_and_that_it_is_not_the_whole",
        ),
        "accepted-revocation-lost",
        "a read that fails after the write hides that it was accepted",
        "core/src/ops/revoke.rs",
        [
            "Err(error) if error.code() == ErrorCode::UserNotFound => return Err(error),",
            "Err(error) if error.code() != ErrorCode::UserGone => return Err(error),",
        ],
    ),
    // Guards and permissions.
    noticed_end_to_end(
        (
            "stories",
            "eligible_groups::an_application_leaves_alone_whoever_could_join_or_own_a_group_that_can_hold_roles",
        ),
        "guard-by-present-groups-only",
        "an application resets whoever could join a group that can hold roles",
        "core/src/ops/standing.rs",
        [
            "if it.group.is_assignable == Some(true) {",
            "if it.group.is_assignable == Some(true) && it.group.name.is_empty() {",
        ],
    ),
    noticed_end_to_end(
        (
            "stories",
            "eligible_groups::what_may_not_be_read_protects_and_the_refusal_names_the_permission",
        ),
        "missing-permission-taken-for-missing-licence",
        "who could activate a group is not known, and counts as nobody",
        "core/src/ops/standing.rs",
        [
            "        if unlicensed {",
            "        if unlicensed || self.eligible_groups.is_some() {",
        ],
    ),
    noticed_by_case(
        "protected-user-is-guarded",
        "guard-off-for-protected-people",
        "people on the list of protected people are reset",
        "core/src/ops/guard/mod.rs",
        [
            "if policy.users.iter().any(|user| person.is_named(user)) {",
            "if policy.users.iter().any(|user| user.is_empty() && person.is_named(user)) {",
        ],
    ),
    noticed_by_case(
        "application-does-not-reset-an-administrator",
        "guard-off-for-administrators",
        "an application resets administrators",
        "core/src/ops/guard/mod.rs",
        [
            "    if guards_administrators(actor) {",
            "    if !guards_administrators(actor) {",
        ],
    ),
    noticed_by_case(
        "break-glass-account-is-never-written",
        "emergency-accounts-are-written",
        "whoever names an emergency account again writes it",
        "core/src/ops/guard/mod.rs",
        [
            ".find(|pattern| person.fits(pattern))",
            ".find(|pattern| pattern.is_empty() && person.fits(pattern))",
        ],
    ),
    noticed_by_case(
        "application-does-not-reset-the-owner-of-a-powerful-group",
        "guard-by-active-roles-only",
        "an application resets those who can become administrators",
        "core/src/ops/guard/privileged.rs",
        [
            "if standing.is_plain() {",
            "if standing.active_roles().is_empty() {",
        ],
    ),
    noticed_by_case(
        "role-that-is-too-low-is-told-before-the-first-write",
        "preflight-off",
        "a role that is too low shows only when the service refuses",
        "core/src/ops/preflight/words.rs",
        [
            "if verdict.answer != PreflightAnswer::Refused {",
            "if verdict.answer != PreflightAnswer::Unknown {",
        ],
    ),
    noticed_end_to_end(
        (
            "stories",
            "who_may::every_cell_is_predicted_and_the_tenant_agrees",
        ),
        "restricted-unit-role-overlooked",
        "a role in a unit of restricted management counts as the same role elsewhere",
        "core/src/ops/preflight/matrix.rs",
        [
            "(false, ..) | (true, HoldingKind::Scoped, Some(true)) => Tri::No,",
            "(false, ..) => Tri::No,",
        ],
    ),
    noticed_in_core(
        "ops::standing::tests::what_no_list_shows_is_asked_of_each_and_what_nobody_shows_is_unread",
        "hidden-members-overlooked",
        "in a run, whoever is in a group that hides its members is in none",
        "core/src/ops/standing/lists.rs",
        [
            "Err(reply) => (reply.status == 404).then(Self::default),",
            "Err(_) => Some(Self::default()),",
        ],
    ),
    noticed_end_to_end(
        (
            "properties",
            "standing::an_application_learns_the_same_of_many_as_of_one",
        ),
        "hidden-eligibilities-overlooked",
        "in a run, nobody could activate a group of which that may not be read",
        "core/src/ops/standing/holders.rs",
        [
            "Err(reply) => unlicensed |= roles::is_unlicensed(&reply),",
            "Err(_) => unlicensed = true,",
        ],
    ),
    noticed_in_core(
        "ops::standing::tests::it_is_read_again_when_it_is_old",
        "snapshot-for-ever",
        "who becomes an administrator while a run goes on is reset by it",
        "core/src/ops/standing/fresh.rs",
        [
            "at <= now && now.since(at) < BELIEVED",
            "at <= now || now.since(at) < BELIEVED",
        ],
    ),
    noticed_by_case(
        "nobody-resets-themselves",
        "guard-off-for-oneself",
        "whoever is signed in resets their own methods",
        "core/src/ops/guard/mod.rs",
        [
            "if actor.kind == SignInKind::Person && actor.id",
            "if actor.kind == SignInKind::Unknown && actor.id",
        ],
    ),
    noticed_by_case(
        "missing-permission-is-noticed-before-the-first-write",
        "permission-check-off",
        "a missing permission shows only when the service refuses",
        "core/src/ops/permissions.rs",
        [
            "if actor.has_any(need.any_of) != Some(false)",
            "if actor.has_any(need.any_of) != None",
        ],
    ),
    // The way of a request.
    noticed_by_case(
        "throttled-part-of-a-batch-is-asked-again",
        "inner-429-lost",
        "a throttled part of a batch is taken for its answer",
        "core/src/http/batch.rs",
        [
            "        Seen::Answer {\n            status: reply.status,",
            "        Seen::Answer {\n            status: 200,",
        ],
    ),
    noticed_by_case(
        "link-to-another-origin-is-not-followed",
        "token-to-another-origin",
        "a link to another host is followed, with the token",
        "core/src/http/pipeline.rs",
        ["        self.cloud.check_graph(&url)?;\n", ""],
    ),
    noticed_by_case(
        "token-of-another-cloud-is-not-sent",
        "token-of-another-cloud-accepted",
        "a token for another cloud is sent",
        "core/src/auth/cache.rs",
        [
            "Some(audience) => cloud.check_audience(&audience),",
            "Some(_) => Ok(()),",
        ],
    ),
    noticed_in_core(
        "cloud::tests::look_alikes_are_not_the_origin",
        "look-alike-origins-accepted",
        "every address passes for the cloud's own",
        "core/src/cloud.rs",
        [
            "if url.origin() == expected.origin() &&",
            "if url.origin().is_tuple() == expected.origin().is_tuple() &&",
        ],
    ),
    noticed_in_core(
        "http::retry::tests::retry_after_is_a_floor",
        "retry-after-ignored",
        "the service asks to wait, and is asked again earlier",
        "core/src/http/retry.rs",
        ["|floor| above(floor, jitter)", "|_| backoff(attempt, jitter)"],
    ),
    noticed_in_core(
        "http::retry::tests::what_may_have_happened_is_not_repeated_unless_that_is_harmless",
        "ambiguous-post-repeated",
        "a request that may have taken effect is repeated although that is not harmless",
        "core/src/http/retry.rs",
        [
            "Seen::Nothing(TransportFailure::Ambiguous) => (None, WaitReason::ServiceFailing, repeatable)",
            "Seen::Nothing(TransportFailure::Ambiguous) => (None, WaitReason::ServiceFailing, true)",
        ],
    ),
    noticed_in_core(
        "http::pace::tests::one_closing_holds_everybody_until_it_is_over",
        "gate-does-not-close",
        "a throttled answer slows one request instead of the client",
        "core/src/http/pace/mod.rs",
        [
            "        state.opens = state.opens.max(Some(opens));",
            "        state.opens = state.opens.min(Some(opens));",
        ],
    ),
    noticed_in_core(
        "http::pace::tests::no_ten_seconds_hold_more_than_five_requests_for_reports",
        "report-quota-ignored",
        "reports are asked for faster than the service allows",
        "core/src/http/pace/window.rs",
        ["now.since(*gone) < period", "now.since(*gone) * 2 < period"],
    ),
    noticed_in_core(
        "http::pace::tests::whoever_asks_the_documented_quota_holds_and_a_run_leaves_a_fifth_of_it_until_its_end",
        "run-takes-everything",
        "a run uses up the whole quota, and whoever waits at a screen is refused",
        "core/src/http/pace/class.rs",
        [
            "            Self::OfRun => RESERVE,\n            Self::EndOfRun => LAST_RESERVE,\n",
            "            Self::OfRun => 0.0,\n            Self::EndOfRun => LAST_RESERVE,\n",
        ],
    ),
    noticed_in_core(
        "http::wave::tests::pacing::a_service_that_takes_a_quarter_of_the_documented_is_followed",
        "refusals-teach-nothing",
        "a run goes on as fast as documented at a service that allows less",
        "core/src/http/pace/rate.rs",
        ["(self.factor / 2.0).max(least)", "self.factor"],
    ),
    noticed_in_core(
        "http::wave::tests::pacing::that_methods_count_as_reports_is_learned",
        "report-quota-of-methods-not-learned",
        "methods are asked for again and again far above a quota that the service has shown",
        "core/src/http/pace/methods.rs",
        ["*unexplained >= ENOUGH", "*unexplained >= u32::MAX"],
    ),
    noticed_in_core(
        "bulk::journal::tests::chain::the_line_that_was_changed_is_named",
        "chain-not-checked",
        "a journal whose lines were changed counts as it was written",
        "core/src/bulk/journal/chain.rs",
        [
            "if link.previous != self.end.head.hash.hex() {",
            "if link.previous.is_empty() {",
        ],
    ),
    noticed_in_core(
        "bulk::journal::tests::lock::a_lock_of_nobody_is_taken_over_and_its_owner_stops",
        "lost-lock-renewed",
        "a process that slept goes on writing a journal that another one has taken over",
        "core/src/bulk/journal/lock.rs",
        [
            "Some(found) => return Err(self.taken(Some(&found))),",
            "Some(_) => self.write(&next).await?,",
        ],
    ),
    noticed_in_core(
        "bulk::journal::tests::resume::what_is_proven_is_answered_from_the_journal",
        "old-deletion-proves-for-good",
        "a method that was registered again after a crash stays, because its deletion was once proven",
        "core/src/bulk/journal/proven.rs",
        [
            "Proves::WhileReadsLag => now.since(answer.answered_at) < READS_LAG,",
            "Proves::WhileReadsLag => true,",
        ],
    ),
    noticed_in_core(
        "bulk::journal::tests::resume::power_may_fail_at_any_byte",
        "torn-line-not-cut",
        "a resumed run writes behind a part of a line",
        "core/src/bulk/journal/writer.rs",
        ["if end.torn {", "if end.torn && end.length == 0 {"],
    ),
    noticed_in_core(
        "bulk::journal::tests::proof::the_page_is_whole_and_everything_in_it_is_text",
        "name-becomes-markup",
        "a name in the directory can write into the proof of a run",
        "core/src/bulk/journal/proof/html.rs",
        ["'<' => told.push_str(\"&lt;\"),", "'<' => told.push('<'),"],
    ),
    // Runs as a whole.
    noticed_in_core(
        "bulk::journal::tests::writer::a_write_is_on_the_disk_before_it_may_go_and_its_answer_after",
        "run-writes-before-it-is-stored",
        "a write of a run is sent while its line is still in memory",
        "core/src/bulk/journal/writer.rs",
        [
            "                self.write_down(*person, call)?;\n            }\n            self.commit().await?;\n",
            "                self.write_down(*person, call)?;\n            }\n",
        ],
    ),
    noticed_end_to_end(
        (
            "stories",
            "run::whoever_stops_can_go_on_later_and_nobody_is_written_twice",
        ),
        "run-begins-again-with-whoever-ended",
        "a resume does everybody again, also those for whom it is done",
        "core/src/bulk/run.rs",
        [
            "todo: (0..people.count()).filter(|index| is_over(*index).is_none()),",
            "todo: 0..people.count(),",
        ],
    ),
    noticed_end_to_end(
        ("bulk", SIMULATION),
        "run-calls-partial-done",
        "in a run, whatever is left or was not seen counts as done",
        "core/src/bulk/ended.rs",
        [
            "Outcome::Partial => PersonOutcome::Partial,",
            "Outcome::Partial => PersonOutcome::Done,",
        ],
    ),
    noticed_end_to_end(
        (
            "stories",
            "run::an_administrator_in_the_list_is_left_alone_with_the_reason",
        ),
        "run-guards-no-administrator",
        "in a run, nobody holds a role",
        "core/src/ops/standing/snapshot.rs",
        [
            "        let mut standing = holders?.parts(desk, person, depth, run).await?.standing();\n",
            "        let mut standing = holders?.parts(desk, person, depth, run).await?.standing();\n        \
             standing.holdings.clear();\n",
        ],
    ),
    noticed_in_core(
        "bulk::people::tests::whoever_is_there_is_found_again",
        "run-does-somebody-twice",
        "somebody who is in the input twice is done twice",
        "core/src/bulk/people.rs",
        [
            "if self.people.packed(index).id == id {",
            "if self.people.packed(index).id == id && index == u32::MAX {",
        ],
    ),
    noticed_in_core(
        "bulk::journal::tests::lock::who_keeps_a_lock_has_it_alone",
        "run-takes-a-lock-that-is-renewed",
        "a second program takes up the journal of a run that is going on",
        "core/src/bulk/journal/lock.rs",
        [
            "Some(now) if now != found => return Err(self.taken(Some(&now))),",
            "Some(now) if now.is_empty() => return Err(self.taken(Some(&now))),",
        ],
    ),
    noticed_in_core(
        "http::wave::tests::when_nothing_can_be_written_down_nothing_is_sent_any_more",
        "write-sent-before-it-is-written-down",
        "a write is sent although the journal could not take it",
        "core/src/http/wave/flight.rs",
        [
            "crew.ledger.begin(&writes).await?;",
            "let _ = crew.ledger.begin(&writes).await;",
        ],
    ),
    noticed_in_core(
        "http::wave::tests::what_was_proven_is_not_sent_again",
        "proven-write-repeated",
        "a resumed run repeats what its journal proves",
        "core/src/http/wave/mod.rs",
        [
            "if let Some(reply) = proven {",
            "if let Some(reply) = proven.filter(|_| false) {",
        ],
    ),
    noticed_in_core(
        "http::wave::tests::who_asks_to_stop_leaves_the_queue_and_what_is_under_way_is_awaited",
        "stop-abandons-writes",
        "who stops a run does not learn what came of the writes that were under way",
        "core/src/http/wave/mod.rs",
        [
            "if withdrawn == calls.len() || !calls.iter().any(Call::is_write) {",
            "if withdrawn <= calls.len() {",
        ],
    ),
    noticed_in_core(
        "http::wave::tests::filling::a_large_run_fills_its_batches_and_keeps_up_with_the_quota",
        "writes-trickle",
        "under the quota each write leaves in a batch of its own",
        "core/src/http/wave/queue.rs",
        [".filter(|_| left < amount)", ".filter(|_| left < amount.min(1))"],
    ),
    noticed_in_core(
        "http::wave::tests::reads_of_people_are_merged_and_who_is_missing_is_asked_for_alone",
        "missing-from-a-list-is-missing",
        "somebody whom a list does not show yet counts as absent",
        "core/src/http/wave/flight.rs",
        [
            "item.alone = true;\n                self.put_back(item);",
            "self.tell(item, Ok(list.clone()), false);",
        ],
    ),
    noticed_in_core(
        "graph::path::tests::nothing_leaves_a_literal",
        "apostrophe-not-doubled",
        "an apostrophe ends the literal of a filter",
        "core/src/graph/path.rs",
        [
            "format!(\"'{}'\", text.replace('\\'', \"''\"))",
            "format!(\"'{text}'\")",
        ],
    ),
    noticed_in_core(
        "secret::tests::does_not_print",
        "secret-printed-by-debug",
        "a secret prints itself",
        "core/src/secret.rs",
        ["f.write_str(\"Secret(…)\")", "f.write_str(&self.0)"],
    ),
    noticed_in_core(
        "auth::redirect::tests::the_code_is_taken_from_the_right_address_with_the_right_state_only",
        "state-not-checked",
        "the answer to another sign-in is taken for the one that was begun",
        "core/src/auth/redirect.rs",
        [
            "    if parameter(\"state\").as_deref() != Some(state.expose()) {",
            "    if parameter(\"state\").is_none() {",
        ],
    ),
    noticed_in_core(
        "auth::managed_identity::tests::the_endpoint_of_the_machine_is_asked_past_any_proxy_and_sees_no_bearer_token",
        "identity-endpoint-through-a-proxy",
        "the secret of the identity endpoint goes through a proxy",
        "core/src/http/token_wire.rs",
        [
            "            direct: true,\n            ..request",
            "            direct: false,\n            ..request",
        ],
    ),
    noticed_in_core(
        "auth::identity_endpoint::tests::an_address_that_cannot_be_one_is_refused_by_name",
        "identity-endpoint-anywhere",
        "a machine's metadata is asked for at any address",
        "core/src/auth/identity_endpoint.rs",
        [
            "        None => false,\n    };\n    if near {",
            "        None => false,\n    };\n    if near || true {",
        ],
    ),
    noticed_in_core(
        "auth::first_party::tests::whose_it_is_and_why_it_is_refused_are_told",
        "microsofts-client-ids-accepted",
        "a client id of Microsoft's is accepted in capitals",
        "core/src/auth/first_party.rs",
        [
            ".find(|(id, _)| id.eq_ignore_ascii_case(client_id))",
            ".find(|(id, _)| *id == client_id)",
        ],
    ),
];
