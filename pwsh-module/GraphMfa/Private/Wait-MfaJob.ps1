function Wait-MfaJob {
    # Lets a job that was told to stop finish what it has in hand, and write it down: when the caller has gone, nothing it
    # says can be given out any more, except a pass to whoever delivers passes.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)]
        [uint64] $Job,

        [Parameter(Mandatory)]
        [hashtable] $Entry,

        # What this process remembers of the run.
        [Parameter(Mandatory)]
        [hashtable] $Record,

        [Parameter()]
        [AllowNull()]
        [scriptblock] $DeliverPass
    )
    $native = $Entry.Native
    $patience = [System.Diagnostics.Stopwatch]::StartNew()
    while ($patience.Elapsed.TotalSeconds -lt 30) {
        $buffer = [System.IntPtr]::Zero
        $size = [System.UIntPtr]::Zero
        $status = $native::gmfa_job_next($Job, [uint32] 200, [ref] $buffer, [ref] $size)
        if ($null -ne $Record.Sink -and $null -eq $Record.SinkFault) { $Record.SinkFault = Copy-MfaJournal $Record }
        if ($status -eq 1) { continue }
        if ($status -ne 0) { return }
        $text = Receive-MfaBuffer -Buffer $buffer -Size $size
        if ($text -like '{"type":"progress"*') {
            if ($null -eq $DeliverPass -or $text -notlike '*"temporaryAccessPass"*') { continue }
            foreach ($person in (ConvertFrom-MfaJson $text).event.people) { $null = ConvertTo-MfaRunPerson $person -DeliverPass $DeliverPass }
        }
        else {
            $message = ConvertFrom-MfaJson $text
            if ($message.type -like 'need*') { Send-MfaReply -Job $Job -Question $message -Entry $Entry }
            else {
                if ($message.type -eq 'finished') { $Record.Response = $message.response }
                return
            }
        }
    }
}
