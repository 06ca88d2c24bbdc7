function Add-MfaCase {
    # Puts the case into a request of the contract: what the caller of the command gave of -Reason, -Ticket,
    # -RequestedBy, -CallerVerified and -OverrideGuard. Every command that writes on a person has these five;
    # those that remove methods also have -OverrideLockOut.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [System.Collections.IDictionary] $Request,

        # The parameters that the caller of the command gave.
        [Parameter(Mandatory, Position = 1)]
        [System.Collections.IDictionary] $Bound
    )
    $case = [ordered] @{}
    foreach ($name in 'Reason', 'Ticket', 'RequestedBy', 'CallerVerified', 'OverrideGuard', 'OverrideLockOut') {
        if ($Bound.ContainsKey($name)) { $case[$name.Substring(0, 1).ToLowerInvariant() + $name.Substring(1)] = [string] $Bound[$name] }
    }
    if ($case.Count -gt 0) { $Request['case'] = $case }
}
