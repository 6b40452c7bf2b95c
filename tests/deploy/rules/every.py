"""The list of manifest rules: for every overlay, and beyond them for production."""

from collections.abc import Callable, Iterator

from tests.deploy.rules import configuration, identity, network, pods, rollout
from tests.deploy.rules.manifests import Manifests

Rule = Callable[[Manifests], Iterator[str]]

RULES: tuple[Rule, ...] = (
    rollout.rollouts_keep_capacity,
    rollout.sizes_have_one_owner,
    rollout.autoscalers_are_bounded,
    rollout.evictions_are_bounded,
    rollout.pods_are_spread,
    rollout.labels_agree,
    rollout.pods_leave_in_time,
    rollout.commands_are_exec_form,
    pods.probes_are_complete,
    pods.liveness_asks_nobody_else,
    pods.resources_are_bounded,
    pods.scratch_space_is_bounded,
    pods.namespaces_are_restricted,
    pods.pods_run_as_nobody,
    pods.containers_are_confined,
    pods.pods_share_nothing_with_the_node,
    identity.accounts_are_own,
    identity.accounts_carry_no_token,
    identity.nobody_has_rights,
    network.everything_is_denied_first,
    network.callers_are_the_agreed_ones,
    network.callers_are_told_where,
    network.strangers_that_are_told_of_are_reached,
    network.only_the_gateway_is_reached,
    network.only_services_reach_the_database,
    network.the_database_lets_services_in,
    network.the_internet_is_reached_by_few,
    network.every_peer_is_named,
    network.services_stay_inside,
    configuration.no_secret_is_written_down,
    configuration.secrets_are_files,
    configuration.settings_are_resolved,
    configuration.connections_fit,
    configuration.migrations_have_a_job,
    configuration.migrations_come_first,
    configuration.images_are_tagged,
)

PRODUCTION_RULES: tuple[Rule, ...] = (
    rollout.money_goes_last,
    rollout.autoscalers_survive_a_zone,
    configuration.images_are_digests,
)
