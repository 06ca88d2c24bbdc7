function Step-MfaFlight {
    # Waits a moment for the requests of a job that are under way, and replies with what was answered. Gives for how many
    # milliseconds the next message may then be waited for: where something was answered, a question comes at once.
    [CmdletBinding()]
    [OutputType([int])]
    param(
        [Parameter(Mandatory)]
        [uint64] $Job,

        [Parameter(Mandatory)]
        [hashtable] $Entry,

        [Parameter(Mandatory)]
        [hashtable] $Flight,

        # In milliseconds.
        [Parameter()]
        [int] $Moment = 10
    )
    $tasks = [System.Threading.Tasks.Task[]] @(foreach ($one in $Flight.Values) { $one.Task })
    if ([System.Threading.Tasks.Task]::WaitAny($tasks, $Moment) -lt 0) { return 0 }
    foreach ($ask in @($Flight.Keys)) {
        $one = $Flight[$ask]
        if (-not $one.Task.IsCompleted) { continue }
        $Flight.Remove($ask)
        Send-MfaAnswer -Job $Job -Entry $Entry -Ask $ask -One $one
    }
    5
}
