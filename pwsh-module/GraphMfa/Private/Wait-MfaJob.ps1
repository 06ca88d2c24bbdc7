function Wait-MfaJob {
    # Lets a job that was told to stop finish what it has in hand, and write it down: when the caller has gone, nothing it
    # says can be given out any more, except a pass to whoever delivers passes.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)]
        [uint64] $Job,

        [Parameter(Mandatory)]
        [hashtable] $Entry,

        # What this process remembers of the run, if it is one.
        [Parameter(Mandatory)]
        [AllowNull()]
        [hashtable] $Record,

        # The requests that this host sends for the job.
        [Parameter(Mandatory)]
        [hashtable] $Flight,

        [Parameter()]
        [AllowNull()]
        [scriptblock] $DeliverPass
    )
    $native = $Entry.Native
    $patience = [System.Diagnostics.Stopwatch]::StartNew()
    $wait = 200
    while ($patience.Elapsed.TotalSeconds -lt 30) {
        $buffer = [System.IntPtr]::Zero
        $size = [System.UIntPtr]::Zero
        $status = $native::gmfa_job_next($Job, [uint32] $wait, [ref] $buffer, [ref] $size)
        if ($null -ne $Record -and $null -ne $Record.Sink -and $null -eq $Record.SinkFault) { $Record.SinkFault = Copy-MfaJournal $Record }
        if ($status -eq 1) {
            $wait = 200
            if ($Flight.Count -gt 0) { $wait = Step-MfaFlight -Job $Job -Entry $Entry -Flight $Flight }
            continue
        }
        if ($status -ne 0) { return }
        $text = Receive-MfaBuffer -Buffer $buffer -Size $size
        if ($text -like '{"type":"progress"*') {
            if ($null -eq $DeliverPass -or $text -notlike '*"temporaryAccessPass"*') { continue }
            foreach ($person in (ConvertFrom-MfaJson $text).event.people) { $null = ConvertTo-MfaRunPerson $person -DeliverPass $DeliverPass }
        }
        else {
            $message = ConvertFrom-MfaJson $text
            if ($message.type -like 'need*' -or $message.type -eq 'dropHttp') {
                Send-MfaReply -Job $Job -Question $message -Entry $Entry -Flight $Flight
                $wait = 200
                if ($Flight.Count -gt 0) { $wait = 0 }
            }
            else {
                if ($null -ne $Record -and $message.type -eq 'finished') { $Record.Response = $message.response }
                return
            }
        }
    }
}
